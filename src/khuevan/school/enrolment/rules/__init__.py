"""Rules of enrolment: the subjects of the 2018 curriculum."""
