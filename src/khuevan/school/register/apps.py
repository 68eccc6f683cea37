from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "khuevan.school.register"
    label = "register"

    def ready(self) -> None:
        from django.utils.translation import gettext_noop

        from khuevan.kernel import panels as home
        from khuevan.registry.identity.ports import call_table
        from khuevan.school.enrolment.ports import register_holder
        from khuevan.school.gradebook.ports import register_pupil_panels

        from . import handlers, panels
        from .queries.book import in_register

        handlers.listen()
        home.register(panels.panels)
        register_pupil_panels(panels.pupil_panels)
        register_holder(gettext_noop("biến động trong sổ đăng bộ"), in_register)
        for table, what in (
            ("lifeevent", gettext_noop("biến động")),
            ("paper", gettext_noop("giấy tờ của biến động")),
            ("registerline", gettext_noop("số đăng bộ")),
            ("transfer", gettext_noop("hồ sơ chuyển trường")),
            ("dossier", gettext_noop("hồ sơ theo học sinh")),
            ("dossierfile", gettext_noop("học bạ theo học sinh")),
        ):
            call_table(f"register_{table}", what)
