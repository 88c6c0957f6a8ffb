"""One member of the sample school for each role of the table of rights, and none of two."""

from plan.rights import Role

HOLDERS = {
    Role.PRINCIPAL: "thầy Nam",
    Role.DEPUTY: "cô Thủy",
    Role.SECRETARY: "cô Mai",
    Role.HEAD: "cô Hà",
    Role.BOOKKEEPER: "cô Yến",
    Role.MEMBER: "thầy Tuấn",
}
