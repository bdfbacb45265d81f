"""What an operator asks of the server: whether it can answer, and its numbers."""

from starlette.types import Receive, Scope, Send

from kgraph.web.exchange import reply
from kgraph.web.traffic import Traffic
from kgraph.web.working.pool import Pool
from kgraph.web.working.wire import Head


class Health:
    """Says whether every workspace has a process that can answer: 200, or 503."""

    def __init__(self, pools: dict[str, Pool]) -> None:
        self._pools = pools

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        well = all(pool.numbers["idle"] + pool.numbers["busy"] + pool.numbers["long"] for pool in self._pools.values())
        text = b"ok\n" if well else b"no process can answer\n"
        await reply(send, Head(200 if well else 503, {"content-type": "text/plain", "cache-control": "no-store"}), text)


class Metrics:
    """The numbers of processes and requests, in the text format of Prometheus (0.0.4)."""

    def __init__(self, pools: dict[str, Pool], traffic: Traffic) -> None:
        self._pools, self._traffic = pools, traffic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        lines = ["# HELP kgraph_processes Processes that answer queries.", "# TYPE kgraph_processes gauge"]
        lines += [
            f'kgraph_processes{{workspace="{name}",state="{state}"}} {count}'
            for name, pool in self._pools.items()
            for state, count in pool.numbers.items()
            if state != "waiting"
        ]
        lines += ["# HELP kgraph_waiting Requests that wait for a process.", "# TYPE kgraph_waiting gauge"]
        lines += [
            f'kgraph_waiting{{workspace="{name}"}} {pool.numbers["waiting"]}' for name, pool in self._pools.items()
        ]
        for event, what in _EVENTS.items():
            lines += [f"# HELP kgraph_{event}_total {what}", f"# TYPE kgraph_{event}_total counter"]
            lines += [f'kgraph_{event}_total{{workspace="{n}"}} {p.counts[event]}' for n, p in self._pools.items()]
        lines += [
            "# HELP kgraph_end_late_seconds Seconds after its deadline until a query was killed, and its process gone."
        ]
        lines += ["# TYPE kgraph_end_late_seconds histogram"]
        for name, pool in self._pools.items():
            for what, found in (("killed", pool.late.killed), ("gone", pool.late.gone)):
                lines += found.lines("kgraph_end_late_seconds", f'workspace="{name}",what="{what}"')
        lines += _traffic(self._traffic)
        head = Head(200, {"content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store"})
        await reply(send, head, ("\n".join(lines) + "\n").encode())


_EVENTS = {
    "asked": "Queries and pages that were asked for.",
    "repeated": "Answers that were given again, of those asked for.",
    "begun": "Processes that were begun.",
    "killed": "Processes that were ended at a bound, or because their client was gone.",
    "refused": "Requests that were refused since too many waited.",
}


def _traffic(traffic: Traffic) -> list[str]:
    """The numbers of all requests, of all workspaces together."""
    lines = ["# HELP kgraph_requests_total Requests, by the class of the answer's status; none: the client had left."]
    lines += ["# TYPE kgraph_requests_total counter"]
    lines += [f'kgraph_requests_total{{status="{name}"}} {count}' for name, count in traffic.statuses.items()]
    lines += ["# HELP kgraph_request_seconds Seconds from a request's arrival to its answer's end."]
    lines += ["# TYPE kgraph_request_seconds histogram"]
    lines += traffic.durations.lines("kgraph_request_seconds")
    lines += ["# HELP kgraph_answer_late_seconds Seconds after its deadline until who asked was told."]
    lines += ["# TYPE kgraph_answer_late_seconds histogram"]
    lines += traffic.late.lines("kgraph_answer_late_seconds")
    for name, count, what in (
        ("sent_bytes", traffic.sent, "Bytes of answers, as they were sent, without headers."),
        ("broken", traffic.broken, "Answers that broke off, at a bound or because their client left."),
        ("log_lines_lost", traffic.log.lost if traffic.log else 0, "Requests that the access log does not have."),
    ):
        lines += [f"# HELP kgraph_{name}_total {what}", f"# TYPE kgraph_{name}_total counter"]
        lines += [f"kgraph_{name}_total {count}"]
    return lines
