import CallFlow
import HTTPListener
import MediaLibrary
import Telephony

/// Fragments about the texts of announcements, which several pages have.
enum TextPieces {
    private typealias Words = Texts.Speaking

    /// The fields of an announcement that is typed.
    ///
    /// - Parameters:
    ///   - prefix: what their names begin with.
    ///   - hasName: whether its name is to be typed, too.
    static func fields(
        _ typed: TypedText, _ prefix: String = "", hasName: Bool, in configuration: Configuration
    ) -> HTML {
        let name: HTML =
            hasName
            ? """
            <div><label for="\(prefix)name">\(Texts.Announcements.name)</label><input id="\(prefix)name" name="\(prefix)name" \
            value="\(typed.name)" maxlength="200" autocomplete="off" spellcheck="false"></div>
            """ : "<input type=\"hidden\" name=\"\(prefix)name\" value=\"\(typed.name)\">"
        return """
            \(name)<div><label for="\(prefix)text">\(Words.text)</label><textarea id="\(prefix)text" name="\(prefix)text" rows="4" \
            maxlength="\(TextTemplate.longest)" aria-describedby="\(prefix)text-help">\(typed.text)</textarea>\
            <small id="\(prefix)text-help">\(Words.help(configuration.schedules.keys.min()))</small></div>\
            \(voices(typed, prefix, in: configuration))
            """
    }

    private static func voices(_ typed: TypedText, _ prefix: String, in configuration: Configuration) -> HTML? {
        var voices = SpeakingVoice.others(in: configuration)
        if let chosen = SpeakingVoice(value: typed.voice), !voices.contains(chosen) { voices.append(chosen) }
        guard let speech = configuration.speech, !voices.isEmpty else { return nil }
        let usual = SpeakingVoice(speech.language, nil).words(in: configuration)
        let options = voices.map { voice -> HTML in
            """
            <option value="\(voice.value)"\(if: voice.value == typed.voice, "selected")>\(voice.words(in: configuration))</option>
            """
        }
        return """
            <div><label for="\(prefix)voice">\(Words.voice)</label><select id="\(prefix)voice" name="\(prefix)voice">\
            <option value="">\(Words.usual(usual))</option>\(options)</select></div>
            """
    }

    /// How far a text has come, as a tag; nothing for the script of a recording.
    static func tag(_ state: SpokenState?) -> HTML? {
        switch state?.status {
        case nil, .recorded: nil
        case .waiting: "<span class=\"tag override\">\(Words.waiting)</span>"
        case .spoken(_, isDraft: true): "<span class=\"tag override\">\(Words.draftVoice)</span>"
        case .spoken(_, isDraft: false): "<span class=\"tag quiet\">\(Words.isSpoken)</span>"
        case .failed: "<span class=\"tag closed\">\(Words.notSpoken)</span>"
        }
    }

    /// The same in a sentence, with what speaks it.
    static func state(_ state: SpokenState?, isHeard: Bool) -> HTML? {
        switch state?.status {
        case nil: nil
        case .recorded: "<p class=\"faint\">\(Words.isScript)</p>"
        case .waiting: "<p class=\"note\" role=\"status\">\(Words.waitingLong)</p>"
        case .spoken(let engine, let isDraft):
            "<p class=\"\(isDraft ? "note" : "faint")\">\(Words.spoken(by: engine, isDraft: isDraft))</p>"
        case .failed(let failure):
            "<p class=\"bad\">\(Words.failed(failure)) \(isHeard ? Words.beforeStays : Words.nothingHeard)</p>"
        }
    }

    /// What a text with placeholders says now and next; nothing for one that always says the same.
    static func wordings(
        _ text: AnnouncementText, in configuration: Configuration, _ overrides: ScheduleOverrides, now: Moment
    ) -> HTML? {
        guard text.template.followsTime, configuration.speech != nil else { return nil }
        let variants = TextVariants(of: text.template, from: now, in: text.context(configuration, overrides))
        let today = configuration.timeZone.localTime(at: now)
        let rows = variants.spans.prefix(mostWordings).enumerated().map { index, span -> HTML in
            let time = Texts.time(configuration.timeZone.localTime(at: span.from), relativeTo: today)
            let from = index == 0 ? Words.now : Words.from(time)
            return "<dt>\(from)</dt><dd>\(variants.wordings[span.wording])</dd>"
        }
        return "<dl class=\"figures\">\(rows)</dl>"
    }

    private static let mostWordings = 4
}
