package import CallFlow
package import MediaLibrary
package import Telephony

extension SpokenPlan {
    /// What the texts of a configuration say from a moment on.
    ///
    /// Texts in files of their own are spoken if some call can play them: a folder of recordings has other texts, too.
    ///
    /// - Parameters:
    ///   - overrides: those that are known; others make another plan.
    ///   - speakingAll: whether texts are spoken that no call can play.
    package init(
        _ configuration: Configuration, overrides: ScheduleOverrides = ScheduleOverrides(), at moment: Moment = .now,
        speakingAll: Bool = false
    ) {
        self.init()
        guard let speech = configuration.speech else { return }
        let used = Set(configuration.prompts.flatMap(\.parts))
        for (name, text) in configuration.texts
        where text.isComplete && (speakingAll || text.file == nil || used.contains(name)) {
            let language = text.language ?? speech.language
            let context = TextContext(
                schedules: configuration.schedules, zone: configuration.timeZone, overrides: overrides,
                language: WordingLanguage(tag: language.code), parameters: text.parameters)
            func spoken(_ words: String) -> SpokenText { SpokenText(words, language: language.code, voice: text.voice) }
            guard text.template.followsTime else {
                texts[name] = spoken(text.template.spoken(at: moment, in: context))
                continue
            }
            let variants = TextVariants(of: text.template, from: moment, in: context)
            func wording(_ words: String) -> AnnouncementName? {
                guard let wording = name.wording(words) else { return nil }
                texts[wording] = spoken(words)
                return wording
            }
            let names = variants.wordings.map(wording)
            timed[name] = TimedAnnouncement(
                changes: variants.changes.compactMap { change in
                    names[change.wording].map { .init(from: change.from, name: $0) }
                }, until: variants.until,
                always: text.template.spokenAtAnyTime(in: context).flatMap(wording))
        }
    }
}
