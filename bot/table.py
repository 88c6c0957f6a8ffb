"""What people can ask for and what may come back, as data: the help and the menus read it too."""

from collections.abc import Mapping, Sequence

from bot.commands import (
    audit,
    board,
    chats,
    close,
    decide,
    edit,
    evidence,
    evidence_list,
    handover,
    join,
    letterhead,
    money,
    orders,
    oversee,
    own,
    own_data,
    papers,
    plan,
    press,
    questions,
    quota,
    reopen,
    report,
    school_calendar,
    staff,
    start,
    uploads,
    views,
    week,
    year,
)
from bot.desk import Answer, Command, Desk
from bot.replies import read_order
from bot.table_asked import ASKED
from bot.table_school import CHANGING, DECIDING, OWN_DATA, STAFF
from bot.takes import (
    a_code,
    a_number,
    a_period,
    an_hour,
    an_item,
    anything,
    what_is_no_plan,
)
from bot.words import without_politeness, words
from plan.folding import fold


def an_order(rest: str, said: str, desk: Desk) -> bool:
    """Take a line that reads as work handed out by somebody who may."""
    del rest
    return read_order(said, desk.day.frame("chat")) is not None


def an_order_of_a_giver(rest: str, said: str, desk: Desk) -> bool:
    """Take an order only from who may give one; from others the same words are a reply."""
    return desk.may_use("giao") and an_order(rest, said, desk)


# Read from the top: the first row whose words fit is run, and the help shows this order.
# In words, … stands for what is asked about.
COMMANDS: Sequence[Command] = (
    Command("viec", ("việc của tôi", "việc của em", "việc"), views.mine, "xem việc của mình"),
    Command(
        "han",
        (
            "sắp đến hạn",
            "sắp tới hạn",
            "việc sắp đến hạn",
            "việc sắp tới hạn",
            "việc nào sắp đến hạn",
            "việc nào sắp tới hạn",
            "việc nào sắp đến",
            "việc gấp",
            "việc nào gấp",
            "đến hạn",
            "hạn",
        ),
        views.due,
        "việc đến hạn trong 14 ngày",
    ),
    Command(
        "xong",
        ("xong",),
        report.again,
        "báo đã xong, ví dụ «xong V12»",
        takes=anything,
        is_report=True,
    ),
    Command(
        "tiendo",
        ("tiến độ",),
        report.progress,
        "báo đến đâu, ví dụ «V12 70%»",
        takes=what_is_no_plan,
        is_report=True,
    ),
    Command(
        "vuong",
        ("vướng",),
        report.again,
        "báo vướng, ví dụ «V12 vướng kinh phí»",
        takes=anything,
        is_report=True,
    ),
    Command(
        "lui",
        ("lùi",),
        report.again,
        "xin lùi hạn, ví dụ «lùi V12 đến 15/6»",
        takes=anything,
        is_report=True,
    ),
    *ASKED,
    *CHANGING,
    Command("lienket", ("liên kết",), chats.link, "nối Zalo với Telegram của mình"),
    Command(
        "qua",
        ("nhắn qua", "nhận qua"),
        chats.choose,
        "chọn nơi nhận tin: «nhắn qua Zalo»",
        takes=chats.names_channel,
    ),
    Command(
        "hoantac",
        ("hoàn tác", "bỏ lần ghi", *words("mistaken"), *words("mistaken_now")),
        own.undo,
        "bỏ lần ghi gần nhất",
        takes=own.takes_mistake,
    ),
    Command("xem", ("xem",), views.look, "xem một việc, tiêu chí: «xem V12»", takes=an_item),
    Command(
        "tieuchi",
        (
            "tiêu chí",
            "tiêu chuẩn",
            "việc tiêu chí",
            "việc tiêu chuẩn",
            "việc của tiêu chí",
            "việc của tiêu chuẩn",
        ),
        views.look,
        "các việc của một tiêu chí, tiêu chuẩn: «tiêu chí 3.3»",
        takes=a_number,
        is_report=True,
    ),
    Command(
        "guitep",
        ("gửi tệp", "tải tệp"),
        uploads.give,
        "nhận địa chỉ để gửi tệp (Zalo): «gửi tệp V12»",
        takes=a_code,
    ),
    Command(
        "gio",
        ("đổi giờ nhắc sang", "đổi giờ nhắc thành", "đổi giờ nhắc", "giờ nhắc", "giờ"),
        own.hour,
        "đổi giờ nhận tin: «giờ 07:15»",
        takes=an_hour,
    ),
    Command(
        "khung",
        ("khung năm học", "khung"),
        school_calendar.calendar,
        "mốc năm học, ngày nghỉ: «khung hết HKI 10/1/2025»",
        takes=anything,
    ),
    Command("tuan", ("tuần này", "tuần"), week.show_week, "tình hình tuần"),
    Command("anhtuan", ("ảnh tuần",), papers.picture, "tình hình tuần thành một ảnh"),
    Command("lich", ("lịch việc", "lịch"), papers.calendar, "việc của mình vào lịch điện thoại"),
    Command("bang", ("bảng việc", "bảng"), board.link, "xem bảng việc trên trang, dùng một lần"),
    Command("thoatbang", ("thoát bảng",), board.leave, "thoát bảng việc ở mọi máy"),
    Command(
        "vanban",
        ("văn bản", "báo cáo"),
        papers.menu,
        "văn bản để in, nộp: «báo cáo tháng 11»",
        takes=a_period,
    ),
    Command(
        "giao",
        ("giao",),
        orders.order,
        "giao việc: «giao cô Lan nộp báo cáo trước thứ Sáu»",
        takes=an_order_of_a_giver,
    ),
    Command(
        "thu",
        ("thu",),
        orders.order,
        "thu của nhiều người: «thu các tổ: kế hoạch, hạn thứ Năm»",
        takes=an_order_of_a_giver,
    ),
    Command(
        "nhac",
        ("nhắc",),
        orders.order,
        "nhắc mình: «nhắc tôi gọi Sở chiều mai»",
        takes=an_order,
    ),
    Command(
        "ainop",
        ("ai chưa nộp", "ai chưa gửi"),
        orders.who_is_silent,
        "ai chưa nộp việc mình thu",
        takes=a_code,
    ),
    *DECIDING,
    Command(
        "thethuc",
        ("thể thức",),
        letterhead.letterhead,
        "phần đầu văn bản: «thể thức địa danh Giồng Riềng»",
        takes=anything,
    ),
    Command(
        "bandoc",
        ("bản đọc kế hoạch", "bản đọc"),
        papers.read_plan,
        "kế hoạch đã đọc, tệp Word để ký",
    ),
    Command(
        "nhap",
        ("nhập kế hoạch", "gửi kế hoạch", "nộp kế hoạch", "đưa kế hoạch vào", "kế hoạch"),
        plan.how_to_import,
        "đưa kế hoạch vào: tệp Word, Excel, PDF, ảnh, hay dán bảng",
    ),
    Command("hoitiep", ("hỏi tiếp",), questions.go_on, "trả lời tiếp về kế hoạch"),
    Command("xemthu", ("xem thử",), start.preview, "xem trước tin sẽ gửi"),
    Command("batdau", ("bắt đầu nhắc",), start.start, "cho phép nhắn mọi người"),
    *STAFF,
    Command("hanmuc", ("hạn mức",), quota.show, "chỗ và số tin còn lại của bot"),
    *OWN_DATA,
    Command(
        "chao",
        (
            "chào",
            "xin chào",
            "chào bạn",
            "chào bot",
            "chào thầy",
            "chào cô",
            "chào em",
            "hi",
            "hello",
            "alo",
            "bot ơi",
            "bắt đầu từ đâu",
            "bắt đầu thế nào",
            "bước tiếp theo",
            "làm gì tiếp",
            "giờ làm gì",
        ),
        own.hello,
        "đang ở bước nào, làm gì tiếp",
    ),
    Command(
        "trogiup",
        ("trợ giúp", "giúp", "help", "menu", "?", *words("how_to")),
        own.help_,
        "xem lại bảng này; một điều thì «cách nhập kế hoạch»",
        takes=own.takes_topic,
    ),
)


def says_plan(text: str) -> bool:
    """Whether words with a photo say that it is a plan: those of the command that takes one in."""
    said = fold(without_politeness(text))
    row = next(row for row in COMMANDS if row.run is plan.how_to_import)
    return said in {fold(phrase) for phrase in row.words}


# Who takes the answer to a prompt, by its kind.
ANSWERS: Mapping[str, Answer] = {
    "task": press.task,
    "digest": press.digest,
    "pulse": press.pulse,
    "words": press.words,
    "new_due": press.new_due,
    "which_task": press.which,
    "confirm_reply": press.confirmed,
    "whole_or_part": press.whole_or_part,
    "close": close.invited,
    "close_one": close.take,
    "request": decide.press,
    "request_day": decide.take_day,
    "return_words": decide.take_words,
    "waiting": decide.open_one,
    "spent": money.press,
    "edit": edit.decide,
    "add_task": edit.decide_add,
    "cancel_task": edit.decide_drop,
    "reopen": reopen.decide,
    "new_year": year.decide,
    "weeks": week.open_plan,
    "evidence_place": evidence.take_place,
    "evidence_file": evidence.take_filing,
    "evidence_next": evidence.go_on,
    "evidence_list": evidence_list.turn,
    "evidence_import": plan.decide_evidence,
    "stand_in": oversee.decide_stand_in,
    "audit": audit.turn,
    "hand_over": handover.decide,
    "duties": handover.decide_duties,
    "question": decide.answer,
    "order": orders.decide,
    "order_day": orders.take_day,
    "person": orders.take_person,
    "papers": papers.press,
    "draft": plan.decide,
    "not_read": plan.keep_unread,
    "change": plan.decide_change,
    "questions": plan.questions_word,
    "doubt": questions.answer,
    "calendar": school_calendar.decide,
    "list": views.turn_list,
    "roles": staff.turn,
    "ahead": start.turn,
    "help": own.turn_help,
    "claim": join.claimed,
    "erase": own_data.decide_erase,
    "consent_again": own_data.consented_again,
}

# Who takes a photo or a file that answers a prompt; any other file is a plan, a list, evidence.
FILE_ANSWERS: Mapping[str, Answer] = {"close_one": close.take_files}

# A prompt of these kinds may be answered again and again: each press meets the present state.
LASTING = frozenset(
    {
        "task",
        "digest",
        "pulse",
        "close",
        "list",
        "papers",
        "roles",
        "ahead",
        "help",
        "request",
        "waiting",
        "spent",
        "evidence_next",
        "weeks",
        "audit",
        "evidence_list",
    }
)
# What was put off is asked again by its old buttons; its own state says whether it is settled.
REOPENED = frozenset({"doubt"})
# Prompts whose typed answer may hold a task code; elsewhere a code makes a line a reply.
TAKE_CODES = frozenset({"doubt", "question", "evidence_place"})
