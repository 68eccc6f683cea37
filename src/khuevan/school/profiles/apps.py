from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "khuevan.school.profiles"
    label = "profiles"

    def ready(self) -> None:
        from django.utils.translation import gettext_noop

        from khuevan.kernel import panels as home
        from khuevan.registry.identity.ports import call_table
        from khuevan.school.gradebook.ports import register_pupil_panels

        from . import panels

        home.register(panels.panels)
        register_pupil_panels(panels.pupil_panels)
        advice = gettext_noop("Chép những gì còn cần sang hồ sơ giữ lại, xoá trống ở hồ sơ kia, rồi gộp.")
        call_table("profiles_profile", gettext_noop("phần khai thêm của hồ sơ"), advice)
