import Testing

@testable import TelephoneAudio

@Suite struct LevelTargetTests {
    @Test(
        "Levels as they are written",
        arguments: [
            ("-19 dBm0", -22, "-19 dBm0"), ("-19dBm0", -22, "-19 dBm0"), ("-16LUFS", -16, "-16 LUFS"),
            ("-16 lufs", -16, "-16 LUFS"), ("-16.5 LUFS", -16.5, "-16.5 LUFS"), ("-19.3 DBM0", -22.3, "-19.3 dBm0"),
            ("-40 LUFS", -40, "-40 LUFS"), ("-7 dBm0", -10, "-7 dBm0"),
        ])
    func parses(text: String, level: Double, description: String) throws {
        let target = try LevelTarget(text)
        #expect(target.level == level)
        #expect(target.measure == (description.hasSuffix("dBm0") ? .speech : .loudness))
        #expect(target.description == description)
        #expect(try LevelTarget(target.description) == target)
    }

    @Test(
        "Texts that are not levels",
        arguments: [
            "", "LUFS", "-19", "dBm0", "-19 dB", "-19 dBm", "loud", "--19 LUFS", "-1e1 LUFS", "-0x10 LUFS", "nan LUFS",
            "-inf LUFS", "-19  LUFS", "-19 LUFS ", "-1 9 LUFS", "-١٩ LUFS", "-19,5 LUFS",
        ])
    func refusesMalformed(text: String) {
        #expect(throws: LevelTarget.ParsingError.malformed(text)) { try LevelTarget(text) }
    }

    @Test(
        "Levels that make no sense on a telephone",
        arguments: [
            ("-9.9 LUFS", -9.9), ("-6 dBm0", -9), ("+3 dBm0", 0), ("0 LUFS", 0), ("19 LUFS", 19), ("-41 LUFS", -41),
        ])
    func refusesOutOfRange(text: String, level: Double) {
        #expect(throws: LevelTarget.ParsingError.outOfRange(text, level: level)) { try LevelTarget(text) }
    }

    @Test func telephoneIsRFC7874() throws {
        #expect(try LevelTarget("-19 dBm0") == .telephone)
    }
}
