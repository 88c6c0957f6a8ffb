"""More rows of the command table: deciding, changing the plan, evidence, money, own data."""

from collections.abc import Sequence

from bot.commands import (
    audit,
    close,
    decide,
    edit,
    evidence,
    evidence_list,
    handover,
    money,
    oversee,
    own_data,
    papers,
    reopen,
    same_work,
    year,
)
from bot.desk import Command
from bot.takes import anything
from bot.words import words

DECIDING: Sequence[Command] = (
    Command(
        "choquyet",
        (
            "việc chờ tôi quyết",
            "việc chờ thầy quyết",
            "việc chờ cô quyết",
            "việc chờ quyết",
            "chờ quyết",
            "chờ duyệt",
        ),
        decide.waiting_ones,
        "đề nghị, câu hỏi, kết quả chờ mình quyết",
    ),
    Command(
        "dongy",
        ("đồng ý", "duyệt"),
        decide.agree,
        "đồng ý, duyệt: «đồng ý V4 đến 20/6», «duyệt V4»",
        takes=decide.takes_agreement,
    ),
    Command("cho", ("cho",), decide.agree, "cho lùi: «cho V4 đến 20/6»", takes=decide.takes_day),
    Command(
        "khong",
        ("không đồng ý", "không duyệt", "trả lại", "không"),
        decide.refuse,
        "không đồng ý, trả lại: «trả lại V4 thiếu ảnh»",
        takes=decide.takes_refusal,
    ),
    Command(
        "thoiuyquyen",
        ("thôi uỷ quyền", "bỏ uỷ quyền", "hết uỷ quyền"),
        oversee.end_stand_in,
        "thôi uỷ quyền trước ngày đã hẹn",
    ),
    Command(
        "uyquyen",
        ("uỷ quyền cho", "uỷ quyền"),
        oversee.stand_in,
        "người quyết thay: «uỷ quyền cô Hạnh 10-15/12»",
        takes=anything,
    ),
    Command(
        "bangiao",
        ("bàn giao",),
        handover.ask,
        "chức vụ, việc sang người khác: «bàn giao cô Hà cho thầy Tuấn»",
        takes=anything,
    ),
    Command("nhatky", ("nhật ký",), audit.show, "ai đã đổi gì, lúc nào, từ đâu"),
    Command(
        "canduyet",
        ("cần duyệt",),
        oversee.need_approval,
        "xong phải chờ duyệt: «cần duyệt V12», «cần duyệt tiêu chuẩn 3»",
        takes=oversee.takes_what,
    ),
    Command(
        "thoiduyet",
        ("thôi duyệt", "bỏ duyệt"),
        oversee.no_approval,
        "báo xong là xong: «thôi duyệt V12»",
        takes=oversee.takes_what,
    ),
)

OWN_DATA: Sequence[Command] = (
    Command(
        "dulieu",
        ("dữ liệu của tôi", "dữ liệu của em", "dữ liệu"),
        own_data.show,
        "tệp ghi mọi điều Nhắc Việc giữ về mình",
    ),
    Command(
        "xoa",
        ("xoá dữ liệu của tôi", "xoá dữ liệu của em", "xoá dữ liệu"),
        own_data.ask_erase,
        "xoá dữ liệu cá nhân của mình, thôi nhận tin",
        takes=anything,
    ),
    Command(
        "yeucau",
        ("yêu cầu dữ liệu", "đề nghị dữ liệu"),
        own_data.waiting,
        "đề nghị xem, xoá dữ liệu đang chờ, kèm hạn",
    ),
)

CHANGING: Sequence[Command] = (
    Command(
        "sua",
        words("edits"),
        edit.change,
        "sửa một việc: «sửa V4 thời gian: 28/2/2025; người làm: Kế toán»",
        takes=edit.takes_change,
    ),
    Command(
        "them",
        ("thêm việc", "thêm một việc", "thêm 1 việc", "bổ sung việc"),
        edit.add,
        "thêm việc vào kế hoạch: «thêm việc 3.5: ...; thời gian: ...; người làm: ...»",
        takes=anything,
    ),
    Command(
        "bo",
        ("bỏ", "hủy", "huỷ", "xoá", "xóa"),
        edit.drop,
        "bỏ một việc khỏi kế hoạch: «bỏ V4»",
        takes=edit.takes_task,
    ),
    Command(
        "molai",
        ("mở lại", "mở lại việc"),
        reopen.open_again,
        "mở lại việc đã ghi xong: «mở lại V4: thiếu ảnh»",
        takes=edit.takes_task,
    ),
    Command(
        "tach",
        ("tách",),
        same_work.take_apart,
        "tách hai việc đã gộp của hai kế hoạch: «tách V9»",
        takes=edit.takes_task,
    ),
    Command(
        "namhocmoi",
        ("năm học mới", "kế hoạch năm học mới"),
        year.new_year,
        "lập kế hoạch năm sau từ kế hoạch đang chạy",
    ),
    Command(
        "khepnam",
        ("khép năm học", "khép năm"),
        close.begin,
        "ghi kết quả, minh chứng, mức độ từng việc cuối năm",
    ),
    Command(
        "moc",
        ("mốc", "đặt mốc"),
        edit.milestones,
        "mốc trong một việc dài: «mốc V12: 15/3 khảo sát; 30/4 ký hợp đồng»",
        takes=edit.takes_task,
    ),
    Command(
        "lichsu",
        ("lịch sử",),
        edit.past,
        "ai đã làm gì với một việc: «lịch sử V4»",
        takes=edit.takes_task,
    ),
    Command(
        "xep",
        ("xếp minh chứng", "minh chứng chờ xếp", "xếp mã minh chứng"),
        evidence.to_file,
        "xếp mã các minh chứng đang chờ",
    ),
    Command(
        "xuatmc",
        ("xuất minh chứng", "tải minh chứng"),
        papers.evidence_zip,
        "mọi tệp minh chứng thành một tệp nén: «xuất minh chứng», «xuất minh chứng 3»",
        takes=papers.takes_part,
    ),
    Command(
        "suamc",
        ("sửa minh chứng",),
        evidence_list.describe,
        "sửa tên, ngày, nơi ban hành: «sửa minh chứng H1-1.1-01 tên: ...»",
        takes=anything,
    ),
    Command(
        "minhchung",
        ("tìm minh chứng", "xem minh chứng", "danh sách minh chứng"),
        evidence_list.find,
        "tìm minh chứng theo mã, tiêu chí, tên: «tìm minh chứng 3.3»",
        takes=anything,
    ),
    Command(
        "hoso",
        ("hồ sơ tiêu chí", "hồ sơ TC", "hồ sơ"),
        evidence_list.show_dossier,
        "việc, ngày, báo cáo, minh chứng, chỗ thiếu: «hồ sơ tiêu chí 3.3»",
        takes=evidence_list.takes_criterion,
    ),
    Command(
        "chi",
        words("spending"),
        money.spent,
        "ghi tiền đã chi: «chi V3 8tr nguồn XHH»",
        takes=money.takes_task_and_amount,
        after_code=money.takes_amount,
    ),
    Command(
        "bochi",
        ("bỏ chi", "thu hồi chi"),
        money.take_back,
        "bỏ khoản chi gần nhất của một việc: «bỏ chi V3»",
        takes=money.takes_task,
    ),
)
