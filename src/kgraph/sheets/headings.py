"""Headings of the sheet of claims in other languages, for the columns that most sheets have."""

from collections.abc import Mapping

OTHER_LANGUAGES: Mapping[str, str] = {
    "document": "dokument, documento, документ",
    "words quoted": "zitat, wortlaut, citation, cita, palabras citadas, цитата",
    "who says it": "wer sagt es, wer sagt das, wer es sagt, qui le dit, quién lo dice, кто говорит, кто это говорит, "
    "хто каже, хто говорить, хто це каже",
    "through whom": "durch wen, über wen, par qui, a través de quién, через кого",
    "when said": "wann gesagt, quand dit, cuándo lo dice, когда сказано, коли сказано",
    "what it says": "aussage, was gesagt wird, in eigenen worten, ce qui est dit, en nos mots, lo que dice, qué dice, "
    "что говорится, что сказано, своими словами, що сказано, що каже, своїми словами",
    "how sure": "wie sicher, avec quelle certitude, con qué certeza, насколько уверенно, наскільки впевнено",
    "kind": "art, genre, tipo, clase, вид, тип",
    "who": "wer, qui, quién, кто, хто",
    "what": "was, quoi, qué, что, що",
    "how much": "wie viel, zahl, anzahl, combien, cuánto, cantidad, сколько, скільки",
    "unit": "einheit, unité, unidad, единица, одиниця",
    "where": "wo, ort, où, lieu, dónde, lugar, где, место, де, місце",
    "when": "wann, quand, cuándo, когда, коли",
    "to whom": "wem, gegen wen, à qui, contre qui, a quién, contra quién, кому, против кого, проти кого",
    "event": "ereignis, événement, evento, acontecimiento, событие, подія",
    "denies": "bestreitet, dementiert, dément, nie, niega, desmiente, отрицает, заперечує",
    "note": "notiz, bemerkung, anmerkung, remarque, nota, примечание, примітка",
}
"""For a column's name its headings in German, French, Spanish, Russian and Ukrainian, separated by commas."""

DENIALS = (
    "not no non none never nobody nothing neither nor without except excluding unlike deny denies denied denying "
    "denial refutes refuted rejects rejected disputed nicht kein keine ohne niemand außer dementiert bestreitet "
    "bestritten ne pas sans aucun sauf dément démenti nie nié sin nadie ningún ninguno salvo niega negado desmiente "
    "desmentido не нет без никто кроме отрицает отрицал опроверг опровергает ні немає ніхто крім заперечує "
    "заперечив спростовує"
)
"""Words that turn a heading round, in its languages."""
