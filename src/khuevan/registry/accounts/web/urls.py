"""Log-in, the second step, devices, and the switch between roles. There is no sign-up and no e-mail."""

from allauth.account import views as account
from django.urls import include, path

from . import views

own = ([path("act-as/", views.act_as, name="act_as")], "accounts")

urlpatterns = [
    path("", include(own)),
    path("login/", account.login, name="account_login"),
    path("logout/", views.log_out, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("protection/", include("allauth.mfa.urls")),
    path("devices/", include("allauth.usersessions.urls")),
]
