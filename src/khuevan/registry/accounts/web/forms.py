"""Forms of the log-in library with our words."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class AddKey(AddWebAuthnForm):
    """A passkey and how its owner calls it."""

    field_order = ["name"]
    name = forms.CharField(label=_("Tên khoá"), required=False)


class RenameKey(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Tên khoá"))
