"""Addresses of complaints."""

from django.urls import path

from twintrack.sales.complaints.views import acts, lists, mailing, replies

ONE = "complaints/<str:number>/"
REPLY = "settings/replies/<int:pk>/"

urlpatterns = [
    path("complaints/", lists.complaint_list, name="complaint-list"),
    path("complaints/export/", lists.complaint_export, name="complaint-export"),
    path("complaints/figures/", lists.complaint_figures, name="complaint-figures"),
    path(
        "customers/<str:number>/complaints/", lists.customer_complaints, name="customer-complaints"
    ),
    path("feedback/<str:number>/complaint/", acts.feedback_complaint, name="feedback-complaint"),
    path(f"{ONE}response/", acts.complaint_respond, name="complaint-respond"),
    path(f"{ONE}mail/", acts.complaint_mail, name="complaint-mail"),
    path(f"{ONE}mail/part/", mailing.complaint_mail_part, name="complaint-mail-part"),
    path(f"{ONE}reply/", acts.complaint_reply, name="complaint-reply"),
    path(f"{ONE}pause/", acts.complaint_pause, name="complaint-pause"),
    path(f"{ONE}resumption/", acts.complaint_resume, name="complaint-resume"),
    path(f"{ONE}resolution/", acts.complaint_resolve, name="complaint-resolve"),
    path(f"{ONE}confirmation/request/", acts.complaint_ask, name="complaint-ask"),
    path(f"{ONE}confirmation/", acts.complaint_confirm, name="complaint-confirm"),
    path(f"{ONE}reopening/", acts.complaint_reopen, name="complaint-reopen"),
    path(f"{ONE}breach/", acts.complaint_explain, name="complaint-explain"),
    path("settings/replies/", replies.reply_list, name="reply-template-list"),
    path("settings/replies/new/", replies.reply_new, name="reply-template-new"),
    path(f"{REPLY}edit/", replies.reply_edit, name="reply-template-edit"),
    path(f"{REPLY}retirement/", replies.reply_retire, name="reply-template-retire"),
    path(f"{REPLY}restoration/", replies.reply_restore, name="reply-template-restore"),
]
