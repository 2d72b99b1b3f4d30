import CallFlow
import MediaLibrary
import Sipgate
import Telephony

/// An announcement as it is typed: its name, its words, and whose voice speaks them.
struct TypedText: Hashable, Sendable {
    var name: String
    var text: String
    /// `en`, `de|thorsten`; empty: as the section `speech` says.
    var voice: String

    /// The fields for an announcement as it is.
    init(_ name: String, _ text: AnnouncementText?, in configuration: Configuration?) {
        (self.name, self.text, voice) = (name, text?.template.written ?? "", "")
        if let text, text.language != nil || text.voice != nil {
            voice = SpeakingVoice(text.language ?? configuration?.speech?.language, text.voice).value
        }
    }

    /// As sent by a form.
    ///
    /// - Parameter prefix: what the names of its fields begin with.
    init(_ fields: FormFields, _ prefix: String = "") {
        name = (fields[prefix + "name"] ?? "").trimmed
        text = (fields[prefix + "text"] ?? "").trimmed
        voice = fields[prefix + "voice"] ?? ""
    }

    var isBlank: Bool { name.isEmpty && text.isEmpty }

    /// What is wrong with it, as a sentence.
    struct Mistake: Error, Hashable {
        let sentence: String

        init(_ sentence: String) { self.sentence = sentence }
    }

    /// The path of the form, and of the sound of what is typed in another one.
    static let path = "/announcements/text"

    /// The announcement that is meant.
    ///
    /// - Throws: a sentence about what cannot be one.
    func announcement(
        in configuration: Configuration
    ) throws(Mistake) -> (name: AnnouncementName, text: AnnouncementText) {
        let name: AnnouncementName
        do throws(AnnouncementName.ParseError) {
            name = try AnnouncementName(self.name)
        } catch {
            throw Mistake(error.description)
        }
        let template: TextTemplate
        do throws(TextProblem) {
            template = try TextTemplate(text)
            _ = try template.schedules(in: configuration.schedules)
        } catch {
            throw Mistake(Texts.Speaking.problem(error))
        }
        let chosen = SpeakingVoice(value: voice)
        let language = chosen?.language ?? configuration.speech?.language
        if template.followsTime, let language, WordingLanguage(tag: language.code) == nil {
            throw Mistake(Texts.Speaking.problem(.unknownLanguage(language.code)))
        }
        let isUsual = chosen?.language == configuration.speech?.language
        let text = AnnouncementText(
            template, language: isUsual ? nil : chosen?.language, voice: chosen?.voice,
            file: configuration.texts[name]?.file)
        return (name, text)
    }
}

extension AnnouncementText {
    /// The words at a moment; nil if nothing speaks them.
    func spoken(at moment: Moment, in configuration: Configuration, _ overrides: ScheduleOverrides) -> SpokenText? {
        guard let language = language ?? configuration.speech?.language else { return nil }
        return SpokenText(
            template.spoken(at: moment, in: context(configuration, overrides)), language: language.code, voice: voice)
    }

    /// What the words depend on.
    func context(_ configuration: Configuration, _ overrides: ScheduleOverrides) -> TextContext {
        TextContext(
            schedules: configuration.schedules, zone: configuration.timeZone, overrides: overrides,
            language: (language ?? configuration.speech?.language).flatMap { WordingLanguage(tag: $0.code) })
    }
}
