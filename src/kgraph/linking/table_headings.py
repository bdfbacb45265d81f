"""What the column with the names may be called if none is called `name`, and the kind that such a heading gives."""

_KINDS = {
    "person": "person, persons, people, person name, personne, persona, pessoa, personaggio, особа, персона, "
    "людина, человек, лицо, personen, osoba, kişi, شخص, الشخص, 人物, 人名",
    "unit": "unit, units, military unit, unité, unidad, unidade, unità, einheit, truppenteil, підрозділ, "
    "військова частина, подразделение, воинская часть, jednostka, birlik, وحدة, الوحدة, 部队",
    "": "place name, placename, location, city, town, village, settlement, entity, lieu, ville, commune, "
    "localité, lugar, ciudad, localidad, pueblo, local, cidade, localidade, luogo, città, ort, stadt, "
    "ortschaft, місце, місто, село, населений пункт, место, город, населенный пункт, населённый пункт, "
    "miejsce, miasto, miejscowość, yer, şehir, مكان, المكان, مدينة, المدينة, 地点, 地名, 城市, 場所",
}
MAY_NAME = {heading.strip(): kind for kind, headings in _KINDS.items() for heading in headings.split(",")}
"""The headings, each with the kind of what it names, "" where that may be any place."""
