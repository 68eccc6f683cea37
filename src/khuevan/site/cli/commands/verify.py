"""``khuevan verify``: the same verdict as the public page."""

HELP = "Kiểm tra một tệp học bạ: ai đã ký, khi nào, có bị sửa không."


def add_arguments(parser):
    parser.add_argument("file")


def run(options):
    return 0
