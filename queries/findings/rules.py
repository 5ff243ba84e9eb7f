"""Every rule. Each area keeps its own; a rule's rows come from its one query, or from a check that reckons."""

from __future__ import annotations

from queries.findings.authority_rules import AUTHORITY_RULES
from queries.findings.contract_rules import CONTRACT_RULES
from queries.findings.governance_rules import GOVERNANCE_RULES
from queries.findings.ownership_rules import OWNERSHIP_RULES
from queries.findings.portfolio_rules import PORTFOLIO_RULES
from queries.findings.rule import Rule, Severity

__all__ = ["RULES", "RULE_OF_ID", "Rule", "Severity"]

RULES: tuple[Rule, ...] = (*AUTHORITY_RULES, *OWNERSHIP_RULES, *PORTFOLIO_RULES, *CONTRACT_RULES, *GOVERNANCE_RULES)
RULE_OF_ID = {rule.id: rule for rule in RULES}
