"""The token that tests of writing send."""

TOKEN = "a-token-of-24-characters"  # noqa: S105 # of no other server than the tests'
BEARER = {"Authorization": f"Bearer {TOKEN}"}
