"""Addresses of handoffs."""

from django.urls import path

from twintrack.helix.handoffs.views import chain, moves, proposals, splitting

urlpatterns = [
    path("feedback/<str:number>/chain/", chain.feedback_chain, name="feedback-chain"),
    path("feedback/<str:number>/outcome/", chain.feedback_outcome, name="feedback-outcome"),
    path("feedback/<str:number>/similar/", chain.feedback_similar, name="feedback-similar"),
    path("feedback/<str:number>/merge/", chain.feedback_merge, name="feedback-merge"),
    path("feedback/<str:number>/customers/", chain.feedback_customers, name="feedback-customers"),
    path(
        "feedback/<str:number>/requirement-choices/",
        moves.attach_choices,
        name="feedback-requirement-choices",
    ),
    path("feedback/<str:number>/handoff/", moves.feedback_handoff, name="feedback-handoff"),
    path("requirements/<str:number>/chain/", chain.requirement_chain, name="requirement-chain"),
    path(
        "requirements/<str:number>/customers/",
        chain.requirement_customers,
        name="requirement-customers",
    ),
    path("handoffs/<int:pk>/undo/", moves.handoff_undo, name="handoff-undo"),
    path("handoffs/<int:pk>/separation/", moves.handoff_separation, name="handoff-separation"),
    path("proposals/", proposals.proposal_list, name="proposal-list"),
    path("proposals/thresholds/", proposals.thresholds, name="proposal-thresholds"),
    path(
        "proposals/<int:pk>/acceptance/", proposals.proposal_acceptance, name="proposal-acceptance"
    ),
    path("proposals/<int:pk>/dismissal/", proposals.proposal_dismissal, name="proposal-dismissal"),
    path("proposals/<int:pk>/keeping/", proposals.proposal_keeping, name="proposal-keeping"),
    path("proposals/<int:pk>/reopening/", proposals.proposal_reopening, name="proposal-reopening"),
    path(
        "requirements/<str:number>/voices/",
        splitting.requirement_voices,
        name="requirement-voices",
    ),
    path(
        "requirements/<str:number>/distribution/",
        splitting.requirement_distribution,
        name="requirement-distribution",
    ),
]
