import Telephony
import Testing

@Suite struct AnnouncementNameTests {
    @Test(
        "Valid names of recordings",
        arguments: [
            "welcome", "shop/closed", "Büro geschlossen", "ansage 2 (neu)", "a.b", "shop/v1.2", "0815", "…", "👋🏽", "中文",
            "x y/z'\"<&>",
            String(repeating: "a", count: 200),
        ])
    func names(text: String) throws {
        #expect(try AnnouncementName(text).text == text)
    }

    @Test(
        "Names that leave the folder, hide, or break their context are refused",
        arguments: [
            ("", .empty), ("..", .impossibleFolder("..")), (".", .impossibleFolder(".")),
            ("../secret", .impossibleFolder("..")), ("shop/../../etc/passwd", .impossibleFolder("..")),
            ("/etc/passwd", .impossibleFolder("")), ("shop/", .impossibleFolder("")), ("a//b", .impossibleFolder("")),
            (".hidden", .impossibleFolder(".hidden")), ("shop/.git", .impossibleFolder(".git")),
            (".\u{301}hidden", .impossibleFolder(".\u{301}hidden")),
            ("shop/\u{301}/../x", .impossibleFolder("..")),
            ("a+b", .impossibleCharacter("+")), ("a+\u{301}b", .impossibleCharacter("+")),
            ("shop\\closed", .impossibleCharacter("\\")), ("a\\\u{FE0F}", .impossibleCharacter("\\")),
            ("a\0", .impossibleCharacter("\0")), ("a\nb", .impossibleCharacter("\n")),
            ("a\r\nb", .impossibleCharacter("\r")), ("\u{1B}[31m", .impossibleCharacter("\u{1B}")),
            ("a\u{7F}", .impossibleCharacter("\u{7F}")), ("a\u{85}", .impossibleCharacter("\u{85}")),
            (String(repeating: "ü", count: 101), .tooLong(202)),
        ] as [(String, AnnouncementName.ParseError)])
    func refusals(text: String, reason: AnnouncementName.ParseError) {
        #expect(throws: reason) { try AnnouncementName(text) }
    }

    @Test("A name in decomposed Unicode (macOS) equals the composed name")
    func normalisation() throws {
        let composed = try AnnouncementName("B\u{FC}ro")
        let decomposed = try AnnouncementName("Bu\u{308}ro")
        #expect(composed == decomposed)
        #expect(Set([composed, decomposed]).count == 1)
    }
}

@Suite struct PromptTests {
    @Test func joining() throws {
        let (wrongKey, menu, again) = (
            try AnnouncementName("wrong-key"), try AnnouncementName("main"), try AnnouncementName("again")
        )
        let joined = Prompt(menu, [again]).preceded(by: Prompt(wrongKey))
        #expect(joined.parts == [wrongKey, menu, again])
        #expect(joined.description == "wrong-key+main+again")
        #expect(joined == Prompt([wrongKey, menu, again]))
        #expect(Prompt(menu).preceded(by: nil) == Prompt(menu))
        #expect(Prompt([]) == nil)
        // The order is what is heard.
        #expect(Prompt(menu, [again]) != Prompt(again, [menu]))
    }
}
