"""Speaking the Model Context Protocol over stdin and stdout, by the official package.

Nothing but the protocol goes to stdout. Each call is worked out in a process of a pool that is killed at its deadline.
"""

import asyncio
import json
from contextlib import suppress
from importlib.metadata import version
from typing import Any

from kgraph.errors import KgraphError, Stopped, UsageError
from kgraph.web.assistants.tools import INSTRUCTIONS, TOOLS, checked
from kgraph.web.assistants.work import Call
from kgraph.web.problems import for_assistants, for_clients
from kgraph.web.working.pool import Pool
from kgraph.web.working.wire import Kind, read_problem, split_head

_OFTEN = 1.0  # seconds between two looks for a newer version
_CLIENT = "assistant"
_FIRST = (Kind.whole, Kind.lasting, Kind.start)


def speak(pool: Pool) -> None:
    """Answer until stdin ends; raises `UsageError` if the package is missing, `Stopped` if no process can begin."""
    try:
        from mcp.server.lowlevel import Server
        from mcp.server.stdio import stdio_server
        from mcp_types import CallToolResult, ListToolsResult, TextContent, Tool, ToolAnnotations
    except ImportError as error:
        raise UsageError("'kgraph mcp' needs the package mcp: pip install 'kgraph[mcp]'") from error

    async def tools(context: Any, params: Any) -> Any:
        reads = ToolAnnotations(read_only_hint=True, open_world_hint=False)
        return ListToolsResult(
            tools=[
                Tool(name=one.name, description=one.description, input_schema=one.schema, annotations=reads)
                for one in TOOLS.values()
            ]
        )

    async def call(context: Any, params: Any) -> Any:
        text, failed = await told(pool, params.name, params.arguments or {})
        return CallToolResult(content=[TextContent(type="text", text=text)], is_error=failed)

    async def run() -> None:
        server: Any = Server(
            "kgraph",
            version=version("kgraph"),
            title=pool.place.workspace.title,
            instructions=INSTRUCTIONS,
            on_list_tools=tools,
            on_call_tool=call,
        )
        async with stdio_server() as (reading, writing):
            watching = asyncio.get_running_loop().create_task(_watch(pool))
            try:
                await pool.start()
                await server.run(reading, writing, server.create_initialization_options())
            finally:
                watching.cancel()
                await pool.close()

    with suppress(KeyboardInterrupt):
        asyncio.run(run())


async def told(pool: Pool, name: str, given: dict[str, Any]) -> tuple[str, bool]:
    """The answer of a tool as JSON, or what the command line would say of an error; and whether it is an error."""
    try:
        checked(name, given)
        async with pool.asked(Call(name, json.dumps(given)), _CLIENT) as answering:
            found = bytearray()
            while (frame := await answering.frame()).kind not in (Kind.problem, Kind.end):
                found += split_head(frame.body)[1] if frame.kind in _FIRST else frame.body
                if frame.kind in (Kind.whole, Kind.lasting):
                    return found.decode(), False
            if frame.kind == Kind.problem:
                return for_assistants(read_problem(frame.body)[1]), True
            return found.decode(), False
    except (KgraphError, Stopped) as error:
        return for_assistants(for_clients(str(error))), True


async def _watch(pool: Pool) -> None:
    while True:
        await asyncio.sleep(_OFTEN)
        pool.renew()
