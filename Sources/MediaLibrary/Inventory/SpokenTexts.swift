import SystemPackage
import Telephony

/// The texts that are to be spoken, and what was spoken of each.
struct SpokenTexts {
    private struct Entry {
        var text: SpokenText
        /// The sound that is heard, maybe of an earlier text.
        var sound: SpokenSound?
        /// Whether `sound` is of `text`.
        var isCurrent = false
        var isSpeaking = false
        /// Whether the engines are to be asked, if there is no recording.
        var isWaiting = true
        var failure: SpeechFailure?
    }

    private var entries: [AnnouncementName: Entry] = [:]
    /// Whether texts that are not spoken yet hold back those that wait until all can be heard.
    var holdsBack = true
    /// The number of texts that are being spoken.
    private(set) var running = 0
    /// An engine is mostly one computer, and often a small one.
    static let mostAtOnce = 2

    var names: some Collection<AnnouncementName> { entries.keys }

    func contains(_ name: AnnouncementName) -> Bool { entries[name] != nil }

    /// Whether a text is about to be spoken.
    func isPending(_ name: AnnouncementName) -> Bool {
        guard holdsBack, let entry = entries[name] else { return false }
        return !entry.isCurrent && (entry.isSpeaking || entry.isWaiting)
    }

    func failure(of name: AnnouncementName) -> SpeechFailure? { entries[name]?.failure }

    /// The sounds that are heard, or will be as soon as their recordings go.
    var sounds: Set<FilePath> { Set(entries.values.compactMap(\.sound?.file)) }

    /// Those that no engine has been asked for.
    var waiting: [(name: AnnouncementName, text: SpokenText)] {
        entries.filter { $0.value.isWaiting && !$0.value.isCurrent }.map { ($0.key, $0.value.text) }
    }

    /// How far a text has come.
    ///
    /// - Parameter isRecorded: whether there is a recording of the name.
    func state(of name: AnnouncementName, isRecorded: Bool) -> SpokenState? {
        guard let entry = entries[name] else { return nil }
        let status: SpokenState.Status
        if isRecorded {
            status = .recorded
        } else if entry.isCurrent, let sound = entry.sound {
            status = .spoken(engine: sound.engine, isDraft: sound.isDraft)
        } else if let failure = entry.failure {
            status = .failed(failure)
        } else {
            status = .waiting
        }
        return SpokenState(name: name, text: entry.text, status: status)
    }

    // MARK: Changing

    /// Replaces all texts.
    ///
    /// - Returns: the names that no longer have one.
    mutating func replace(with texts: [AnnouncementName: SpokenText]) -> [AnnouncementName] {
        let gone = entries.keys.filter { texts[$0] == nil }
        for name in gone { entries[name] = nil }
        for (name, text) in texts where entries[name]?.text != text {
            let sound = entries[name]?.sound
            // A text that is being spoken is asked for again when that has ended.
            let isSpeaking = entries[name]?.isSpeaking ?? false
            entries[name] = Entry(text: text, sound: sound, isSpeaking: isSpeaking)
        }
        return gone
    }

    /// Has all texts spoken again that no engine has spoken.
    mutating func retry() {
        for name in entries.keys where entries[name]?.isCurrent == false || entries[name]?.sound?.isPreferred == false {
            entries[name]?.isWaiting = true
        }
    }

    /// The next text to be spoken.
    ///
    /// - Parameters:
    ///   - isNeeded: whether an engine is to be asked for a name at all.
    ///   - isUrgent: whether it comes before others.
    mutating func next(
        isNeeded: (AnnouncementName) -> Bool, isUrgent: (AnnouncementName) -> Bool
    ) -> (name: AnnouncementName, text: SpokenText)? {
        guard running < Self.mostAtOnce else { return nil }
        let open = entries.filter { $0.value.isWaiting && !$0.value.isSpeaking && isNeeded($0.key) }
        let first = open.min { left, right in
            (isUrgent(left.key) ? 0 : 1, left.value.isCurrent ? 1 : 0, left.key.text)
                < (isUrgent(right.key) ? 0 : 1, right.value.isCurrent ? 1 : 0, right.key.text)
        }
        guard let (name, entry) = first else { return nil }
        entries[name]?.isSpeaking = true
        entries[name]?.isWaiting = false
        running += 1
        return (name, entry.text)
    }

    func hasNext(isNeeded: (AnnouncementName) -> Bool) -> Bool {
        entries.contains { $0.value.isWaiting && !$0.value.isSpeaking && isNeeded($0.key) }
    }

    mutating func endSpeaking(_ name: AnnouncementName) {
        running -= 1
        entries[name]?.isSpeaking = false
    }

    /// What came of a text.
    ///
    /// - Returns: the sound that is to be heard from now on; nil if nothing changes.
    mutating func take(
        _ result: Result<SpokenSound, SpeechFailure>, of text: SpokenText, as name: AnnouncementName
    ) -> SpokenSound? {
        guard var entry = entries[name], entry.text == text else { return nil }
        defer { entries[name] = entry }
        switch result {
        case .success(let sound):
            let isNew = entry.sound?.file != sound.file
            (entry.sound, entry.isCurrent, entry.failure) = (sound, true, nil)
            // Another engine's sound is heard until the first one answers.
            if sound.isPreferred { entry.isWaiting = false }
            return isNew ? sound : nil
        case .failure(let failure):
            if !entry.isCurrent { entry.failure = failure }
            return nil
        }
    }
}
