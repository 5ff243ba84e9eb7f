"""Two networks, gathered by pyvis: projects with what they serve and belong to, and companies with their owners."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pyvis.network import Network

from api.pictures.portfolio.wording import kroner, per_cent
from queries.ownership.answer import OwnedCompanies, Share
from queries.portfolio.portfolio import PortfolioOverview
from queries.portfolio.projects import Belongs, ProjectShown
from schema.rhythm import Light

MOST_PROJECTS = 150
"""More projects than this cannot be told apart; those with the worst status and the highest cost are drawn."""
COLOURS = {
    Light.GREEN: "#1B7F4B",
    Light.YELLOW: "#E0A100",
    Light.RED: "#B3001B",
    Light.NOT_ASSESSED: "#8A939B",
}
MADE_UP = " (illustrasjon)"
_LIGHTS = (Light.RED, Light.YELLOW, Light.GREEN, Light.NOT_ASSESSED)
_OTHER = {"Programme": "#4B4FA8", "Unit": "#3B6E8F", "Goal": "#2F5D50", "FocusArea": "#2F5D50", "Strategy": "#2F5D50"}
_INK = "#16202A"
_OPTIONS: dict[str, Any] = {
    "physics": {
        "solver": "forceAtlas2Based",
        "forceAtlas2Based": {"gravitationalConstant": -60, "springLength": 130, "avoidOverlap": 0.9},
        "stabilization": {"enabled": True, "iterations": 250, "fit": True},
    },
    "layout": {"randomSeed": 11, "improvedLayout": False},
    "interaction": {"hover": True, "tooltipDelay": 150, "keyboard": {"enabled": True, "bindToWindow": False}},
    "nodes": {"font": {"size": 20, "color": _INK, "face": "Arial"}, "borderWidth": 1},
    "edges": {"color": {"color": "#8A939B"}, "smooth": False, "font": {"size": 18, "color": _INK, "align": "middle"}},
}
_APART: dict[str, Any] = {
    **_OPTIONS,
    "physics": {
        "solver": "forceAtlas2Based",
        "forceAtlas2Based": {"gravitationalConstant": -140, "springLength": 190, "avoidOverlap": 1},
        "stabilization": {"enabled": True, "iterations": 400, "fit": True},
    },
    "edges": {**_OPTIONS["edges"], "smooth": {"enabled": True, "type": "curvedCW", "roundness": 0.12}},
}
"""Few and wide boxes, with a share to read on each arrow, and arrows both ways where companies own each other."""


def project_network(answer: PortfolioOverview) -> dict[str, Any]:
    """Projects coloured by status and sized by cost, tied to programmes, units and goals."""
    network = _empty()
    shown = drawn_projects(answer)
    most = max((one.money.known_nok or 0 for one in shown), default=0) or 1
    inside = {one.element.id for one in shown}
    for one in shown:
        known = one.money.cost_estimate_nok or one.money.known_nok
        size = 9 + 26 * ((known or 0) / most) ** 0.5 if known else 9
        network.add_node(
            one.element.id,
            _short(one.element.name),
            shape="dot",
            size=round(min(size, 40), 1),
            color=COLOURS[one.worst_light],
            title=f"{one.element.name}\n{one.worst_light.bokmaal}\nKostnad: {kroner(known)}",
            shapeProperties={"borderDashes": [4, 3]} if one.element.illustrative else {},
        )
    for programme in answer.programmes:
        if programme.element.id not in network.node_ids:
            _box(network, Belongs(programme.element.id, "Programme", programme.element.name))
    for one in shown:
        for tied in (*one.programmes, *one.needed_in, *_nearest_goals(one)):
            _box(network, tied)
            network.add_edge(one.element.id, tied.id)
        for each in one.depends_on:
            if each.id in inside:
                network.add_edge(one.element.id, each.id, arrows="to", dashes=True, label="venter på")
    return _data(network)


def drawn_projects(answer: PortfolioOverview) -> list[ProjectShown]:
    """The projects that the network shows."""
    ranked = sorted(
        (one for one in answer.projects if is_tied(one)),
        key=lambda one: (_LIGHTS.index(one.worst_light), -(one.money.known_nok or 0), one.element.id),
    )
    return sorted(ranked[:MOST_PROJECTS], key=lambda one: one.element.id)


def is_tied(one: ProjectShown) -> bool:
    """Whether a project is tied to anything that the network shows."""
    return bool(one.programmes or one.needed_in or one.goals or one.depends_on)


def _nearest_goals(one: ProjectShown) -> Iterable[Belongs]:
    return one.goals[:3]


def _box(network: Network, tied: Belongs) -> None:
    if tied.id not in network.node_ids:
        network.add_node(
            tied.id,
            _short(tied.name),
            shape="box",
            color=_OTHER.get(tied.kind, "#56616B"),
            font={"color": "#FFFFFF", "size": 19},
            title=tied.name,
        )


def ownership_network(answer: OwnedCompanies) -> dict[str, Any]:
    """Who owns what: an arrow from each owner to the company, with the share on it."""
    network = _empty(_APART)
    network.add_node(answer.actor, _short(answer.name), shape="box", color="#3B6E8F", font={"color": "#FFFFFF"})
    for company in answer.companies:
        control = {"yes": " – kontrollert", "no": ""}.get(company.control.value, " – kontroll ukjent")
        network.add_node(
            company.id,
            f"{_short(company.name)}\n{company.form.value}",
            shape="ellipse",
            color="#F1E3B8" if company.circular else "#E4ECF2",
            title=f"{company.name}{control}\nØkonomisk interesse: {share_text(company.interest)}",
            shapeProperties={"borderDashes": [4, 3]} if company.illustrative else {},
        )
    for company in answer.companies:
        if company.direct.high > 0:
            network.add_edge(answer.actor, company.id, arrows="to", label=share_text(company.direct))
        for owner in company.other_owners:
            if owner.id not in network.node_ids:
                network.add_node(owner.id, _short(owner.name), shape="box", color="#8A939B", font={"color": "#16202A"})
            network.add_edge(owner.id, company.id, arrows="to", label=share_text(owner.share))
    return _data(network)


def share_text(share: Share) -> str:
    """A share as people write it, with «mer enn» where the lowest is not part of it."""
    text = per_cent(share.low, share.high)
    return f"mer enn {text}" if share.more_than and text != "ukjent" else text


def _empty(options: dict[str, Any] = _OPTIONS) -> Network:
    network = Network(directed=True, cdn_resources="in_line")
    network.set_options(json.dumps(options))
    return network


def _data(network: Network) -> dict[str, Any]:
    nodes, edges, _, _, _, options = network.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": json.loads(options)}


def _short(name: str) -> str:
    """A name in lines of at most about 22 signs, and not more than three of them; what is made up has a dashed edge."""
    lines: list[str] = [""]
    for word in name.removesuffix(MADE_UP).split():
        if lines[-1] and len(lines[-1]) + len(word) > 22:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines[:3]) + (" …" if len(lines) > 3 else "")
