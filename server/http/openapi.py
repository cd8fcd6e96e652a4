"""The OpenAPI 3.1 document, made from the table of routes and the types that the handlers really use."""

from __future__ import annotations

import re
from http import HTTPStatus
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

import msgspec
from aiohttp import web

from server.http import problems
from showroom.protocol.entry import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.http.routes import Route

DOCUMENT: Final = web.AppKey("document", bytes)
_REFERENCE: Final = "#/components/schemas/{name}"


async def get_document(request: web.Request) -> web.StreamResponse:
    """Send this description of the interface."""
    return web.Response(body=request.app[DOCUMENT], content_type="application/json")


def describe(routes: Iterable[Route]) -> dict[str, Any]:
    """Make the document."""
    routes = tuple(routes)
    types: list[Any] = [Problem]
    for route in routes:
        types += [kind for kind in (route.request, route.response) if isinstance(kind, type) and kind not in types]
    schemas, components = msgspec.json.schema_components(types, ref_template=_REFERENCE)
    schema_of = dict(zip(types, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, schema_of)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Virtual showroom",
            "version": version("virtual-showroom"),
            "description": "Catalogue, files, and the ways into the rooms. The rooms themselves speak websocket.",
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"staff": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(route: Route, schema_of: dict[Any, Any]) -> dict[str, Any]:
    summary = (route.handler.__doc__ or "").partition("\n")[0]
    operation: dict[str, Any] = {
        "operationId": route.handler.__name__,
        "summary": summary,
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in re.findall(r"{(\w+)}", route.path)
        ],
        "responses": _responses(route, schema_of),
    }
    if route.request is not None:
        operation["requestBody"] = {"required": True, "content": _json(schema_of[route.request])}
    if route.roles:
        operation["security"] = [{"staff": []}]
        operation["description"] = f"For {', '.join(route.roles)}."
    elif route.staff:
        operation["security"] = [{}, {"staff": []}]
    return operation


def _responses(route: Route, schema_of: dict[Any, Any]) -> dict[str, Any]:
    if not route.response:
        return {str(route.status): {"description": "Done."}, **_refusals(route, schema_of)}
    content = {route.response: {}} if isinstance(route.response, str) else _json(schema_of[route.response])
    responses: dict[str, Any] = {str(route.status): {"description": "Done.", "content": content}}
    for status in route.variants:
        responses[str(status)] = {"description": HTTPStatus(status).phrase}
    return {**responses, **_refusals(route, schema_of)}


def _refusals(route: Route, schema_of: dict[Any, Any]) -> dict[str, Any]:
    content = {problems.MEDIA_TYPE: {"schema": schema_of[Problem]}}
    return {str(status): {"description": HTTPStatus(status).phrase, "content": content} for status in route.errors}


def _json(schema: Any) -> dict[str, Any]:  # noqa: ANN401 - a JSON schema is any JSON
    return {"application/json": {"schema": schema}}
