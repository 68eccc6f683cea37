"""Forms of the log-in library with our words."""

from datetime import timedelta
from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from ..queries.actors import is_family_alone

FAMILY_STAYS = timedelta(days=30)


class LogIn(LoginForm):
    """Whoever wants to stay logged in does so for the day; a family, on its own telephone, for a month."""

    remember = forms.BooleanField(
        label=_("Giữ đăng nhập trên máy này"),
        required=False,
        help_text=_("Cha mẹ học sinh: 30 ngày; thầy cô và cơ quan: 12 giờ. Đừng chọn trên máy dùng chung."),
    )

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> Any:
        response: HttpResponse = super().login(request, redirect_url)
        if self.cleaned_data["remember"] and is_family_alone(self.user):
            request.session.set_expiry(FAMILY_STAYS)
        return response


class AddKey(AddWebAuthnForm):
    """A passkey and how its owner calls it."""

    field_order = ["name"]
    name = forms.CharField(label=_("Tên khoá"), required=False)


class RenameKey(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Tên khoá"))
