"""The 54 ethnic groups of Vietnam by the code of the General Statistics Office (QĐ 121-TCTK/PPCĐ, 2/3/1979); 55 is a
foreigner."""

_NAMES = (
    "Kinh, Tày, Thái, Hoa, Khơ-me, Mường, Nùng, Mông, Dao, Gia-rai, Ngái, Ê-đê, Ba-na, Xơ-đăng, Sán Chay, Cơ-ho, "
    "Chăm, Sán Dìu, Hrê, Mnông, Ra-glai, Xtiêng, Bru-Vân Kiều, Thổ, Giáy, Cơ-tu, Gié-Triêng, Mạ, Khơ-mú, Co, "
    "Tà-ôi, Chơ-ro, Kháng, Xinh-mun, Hà Nhì, Chu-ru, Lào, La Chí, La Ha, Phù Lá, La Hủ, Lự, Lô Lô, Chứt, Mảng, "
    "Pà Thẻn, Cơ Lao, Cống, Bố Y, Si La, Pu Péo, Brâu, Ơ Đu, Rơ-măm, người nước ngoài"
)
ETHNIC_GROUPS = {f"{code:02d}": name for code, name in enumerate(_NAMES.split(", "), start=1)}
"""``01`` → Kinh … ``54`` → Rơ-măm, ``55`` → người nước ngoài."""
