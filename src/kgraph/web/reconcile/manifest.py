"""What the service says of itself: one manifest in the form of 0.2, and one in that of the draft of 1.0.

The two forms contradict each other (what `suggest` has are objects in one and truth values in the other), so each
has an address of its own.
"""

from importlib.metadata import version
from typing import Any

from kgraph.linking.identity import Identity
from kgraph.namespaces import KG

DRAFT = "1.0-draft"
_DEFAULT = ("Person", "Organization", "Place", "MilitaryUnit", "Event", "Equipment")
_BATCH = 50  # how many queries a client should send at once; many more are taken
_WIDTH, _HEIGHT = 420, 300
_VALUES = ("limit", "Most values", "How many values of a thing to fetch; 0 for all.")


def manifest(identity: Identity, title: str, address: str, draft: bool) -> dict[str, Any]:
    """The manifest of a workspace with this title; `address` is that of the service."""
    types = [{"id": name, "name": identity.types[name].name} for name in _DEFAULT if name in identity.types]
    found: dict[str, Any] = {
        "versions": [DRAFT] if draft else ["0.1", "0.2"],
        "name": title,
        "documentation": f"{address.removesuffix('/draft').removesuffix('/reconcile')}/",
        "serviceVersion": version("kgraph"),
        "defaultTypes": types,
        "batchSize": _BATCH,
    }
    setting, label, told = _VALUES
    if draft:
        return found | {
            "view": {"url": f"{address}/view?id={{id}}"},
            "suggest": {"entity": True, "property": True, "type": True},
            "preview": {"width": _WIDTH, "height": _HEIGHT},
            "extend": {
                "proposeProperties": True,
                "propertySettings": [{"id": setting, "name": label, "type": "number", "default": 0, "helpText": told}],
            },
            "standardizedScore": True,
        }
    return found | {
        "identifierSpace": identity.base,
        "schemaSpace": KG.base,
        "view": {"url": f"{address}/view?id={{{{id}}}}"},
        "preview": {"url": f"{address}/preview?id={{{{id}}}}", "width": _WIDTH, "height": _HEIGHT},
        "suggest": {
            kind: {
                "service_url": address,
                "service_path": f"/suggest/{kind}",
                "flyout_service_url": address,
                "flyout_service_path": f"/flyout/{kind}?id=${{id}}",
            }
            for kind in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": address, "service_path": "/extend/propose"},
            "property_settings": [{"name": setting, "label": label, "type": "number", "default": 0, "help_text": told}],
        },
    }
