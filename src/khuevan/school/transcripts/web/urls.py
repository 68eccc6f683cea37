"""Addresses: ``transcripts/`` for staff, families and the Sở, ``verify/`` and ``s/`` for everybody."""

from django.urls import path

from . import delegations, desk, family, key_list, keys, public, school, staff, versions

app_name = "transcripts"
urlpatterns = [
    path("transcripts/", staff.index, name="index"),
    path("transcripts/classes/<uuid:uid>/", staff.class_page, name="class"),
    path("transcripts/books/<uuid:uid>/sign", staff.sign_form, name="sign_form"),
    path("transcripts/classes/<uuid:uid>/sign-subjects", staff.sign_subjects, name="sign_subjects"),
    path("transcripts/classes/<uuid:uid>/sign-homeroom", staff.sign_homeroom, name="sign_homeroom"),
    path("transcripts/school/sign", school.sign, name="sign"),
    path("transcripts/school/issue", school.issue, name="issue"),
    path("transcripts/school/submit", school.submit, name="submit"),
    path("transcripts/batches/<uuid:uid>/", school.batch, name="batch"),
    path("transcripts/batches/<uuid:uid>/progress", school.batch_progress, name="batch_progress"),
    path("transcripts/key/", keys.key, name="key"),
    path("transcripts/key/make", keys.make, name="make_key"),
    path("transcripts/key/enrol", keys.enrol, name="enrol_key"),
    path("transcripts/key/pin", keys.pin, name="change_pin"),
    path("transcripts/keys/", key_list.keys, name="keys"),
    path("transcripts/keys/schools/", key_list.schools, name="keys_schools"),
    path("transcripts/keys/<uuid:uid>/revoke", key_list.revoke, name="revoke_key"),
    path("transcripts/delegations/", delegations.page, name="delegations"),
    path("transcripts/delegations/give", delegations.give, name="delegate"),
    path("transcripts/delegations/<uuid:uid>/withdraw", delegations.withdraw, name="withdraw_delegation"),
    path("transcripts/desk/", desk.desk, name="desk"),
    path("transcripts/desk/accept", desk.accept_many, name="accept_many"),
    path("transcripts/family/", family.family, name="family"),
    path("transcripts/family/<uuid:uid>/", family.child, name="child"),
    path("transcripts/links/<uuid:uid>/withdraw", family.withdraw_link, name="withdraw"),
    path("transcripts/<uuid:uid>/", versions.transcript, name="transcript"),
    path("transcripts/<uuid:uid>/xml", versions.xml, name="xml"),
    path("transcripts/<uuid:uid>/pdf", versions.pdf, name="pdf"),
    path("transcripts/<uuid:uid>/evidence", versions.evidence, name="evidence"),
    path("transcripts/<uuid:uid>/correct", versions.correct, name="correct"),
    path("transcripts/<uuid:uid>/revoke", versions.revoke, name="revoke"),
    path("transcripts/<uuid:uid>/accept", versions.accept, name="accept"),
    path("transcripts/<uuid:uid>/return", versions.return_, name="return"),
    path("transcripts/<uuid:uid>/share", family.make_link, name="share"),
    path("verify/", public.verify, name="verify"),
    path("verify/<str:code>/", public.by_code, name="verify_code"),
    path("s/<str:token>/", public.shared, name="shared"),
    path("s/<str:token>/<str:kind>", public.shared_file, name="shared_file"),
]
