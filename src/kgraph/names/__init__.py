"""Which names are one name: its words in another order, alphabet or romanisation, with initials, or abbreviated.

These are equivalences by tables and rules, never likeness: two names that are merely similar are not one name. Whether
one may be the other, so that a person is asked, is another question (`near`).
"""
