"""The hub's API at /hub/v1/: for other systems, which a token admits; documented by OpenAPI."""

from django.utils.translation import gettext_noop
from ninja import NinjaAPI

from khuevan.platform.hub.rest import router

from .docs import Docs
from .explaining import explain

hub_api = NinjaAPI(
    title="Khuê Văn · hub",
    version="1",
    description="Nhận bản ghi có phiên bản và cho đối chiếu. Gửi lại, gửi trễ, gửi sai thứ tự đều vô hại.",
    docs=Docs(),
    urls_namespace="hub-1",
)
hub_api.add_router("", router)
explain(hub_api, (gettext_noop("Mã truy cập không đúng hoặc đã ngừng."), gettext_noop("Xin nơi nhận cấp mã mới.")))
