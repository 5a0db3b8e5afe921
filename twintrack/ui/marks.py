"""How states look: the ring that fills on the way, and the tone of its pill."""

# State code -> (class of the ring, tone of the pill). A state not named here looks neutral.
MARKS: dict[str, tuple[str, str]] = {
    # feedback
    "new": ("review", "sales"),
    "triaged": ("", "sales"),
    "linked": ("dev", "rd"),
    "resolved": ("test", "ok"),
    "confirmed_by_customer": ("done", "ok"),
    "duplicate": ("off", ""),
    "withdrawn": ("off", ""),
    # requirement
    "proposed": ("review", "helix"),
    "under_review": ("review", "helix"),
    "accepted": ("", "rd"),
    "rejected": ("off", ""),
    "deferred": ("off", ""),
    "planned": ("", "rd"),
    "in_development": ("dev", "rd"),
    "in_testing": ("test", "helix"),
    "released": ("done", "ok"),
    "validated": ("done", "ok"),
    "merged": ("off", ""),
    # plans, projects, opportunities, runs
    "draft": ("review", ""),
    "initiated": ("", "rd"),
    "active": ("dev", "rd"),
    "running": ("dev", "helix"),
    "on_hold": ("review", "warn"),
    "paused": ("review", "warn"),
    "completed": ("done", "ok"),
    "cancelled": ("off", ""),
    "todo": ("", ""),
    "done": ("done", "ok"),
    "skipped": ("off", ""),
    "open": ("dev", "sales"),
    "won": ("done", "ok"),
    "lost": ("off", ""),
    "dismissed": ("off", ""),
    "failed": ("off", "bad"),
    "parked": ("off", "bad"),
}
SEVERITY_TONES = {"blocker": "bad", "major": "warn", "minor": "", "trivial": ""}
FEEDBACK_KINDS = {
    "complaint": ("alert-circle", "bad"),
    "request": ("bulb", "sales"),
    "praise": ("thumb-up", "ok"),
    "question": ("message-question", ""),
}
OBJECT_ICONS = {
    "feedback": ("message-2", "sales"),
    "requirement": ("bulb", "rd"),
    "review": ("clipboard-check", "rd"),
    "customer": ("building", "sales"),
    "contact": ("user", "sales"),
    "opportunity": ("filter", "sales"),
    "product": ("box", "hub"),
    "version": ("versions", "rd"),
    "project": ("folders", "hub"),
    "milestone": ("diamond", "rd"),
    "plan": ("speakerphone", "helix"),
    "communication_plan": ("speakerphone", "helix"),
    "plan_step": ("checklist", "helix"),
    "handoff": ("arrows-exchange", "helix"),
    "import_run": ("file-import", "sales"),
    "user": ("user", "hub"),
}
