import LocalFiles
import SystemPackage
import Telephony

/// Texts that are spoken where there is no recording.
extension Inventory {
    /// Replaces the texts.
    mutating func say(_ texts: [AnnouncementName: SpokenText]) {
        for name in speech.replace(with: texts) {
            problems.set(nil, withTextOf: name)
            if let name = seen.remove(Self.path(ofTextOf: name)) {
                work.remove(Self.path(ofTextOf: name))
                publication.set(nil, at: Self.path(ofTextOf: name))
            }
            refresh(name)
        }
    }

    /// The next text to be spoken. Its result must be reported with `didSpeak`.
    mutating func nextText() -> (name: AnnouncementName, text: SpokenText)? {
        guard hasScanned else { return nil }
        let needed = Set(speech.names.filter(isToBeSpoken))
        return speech.next(isNeeded: needed.contains, isUrgent: wanted.names.contains)
    }

    /// Whether a text waits for an engine, or for its answer.
    var isSpeaking: Bool { speech.running > 0 || hasScanned && speech.hasNext(isNeeded: isToBeSpoken) }

    /// A text was spoken, or found to have been before.
    ///
    /// - Parameter file: the sound's; nil for a failure.
    mutating func didSpeak(
        _ name: AnnouncementName, _ text: SpokenText, _ result: Result<SpokenSound, SpeechFailure>, stamp: FileStamp?
    ) {
        guard let sound = speech.take(result, of: text, as: name) else {
            report(name)
            if !isPending(name) { wanted.outdate(withPart: name) }
            return
        }
        guard let stamp else { return }
        let path = Self.path(ofTextOf: name)
        // What was published of the sound before stays until the new one is converted.
        _ = seen.remove(path)
        work.remove(path)
        seen.see(
            ScannedFile(
                path: path, name: name, stamp: stamp, file: sound.file, isLink: false, isAnnouncement: false,
                isSpoken: true), isTrusted: true)
        unsaved += 1
        settle(path, isNext: true)
        report(name)
    }

    /// What is reported of a text that no engine has spoken.
    private mutating func report(_ name: AnnouncementName) {
        let failure = isRecorded(name) ? nil : speech.failure(of: name)
        let owner = owners[name] ?? name
        problems.set(
            failure.map { .notSpoken(owner, $0, isHeard: publication.file(of: name) != nil) }, withTextOf: name)
    }

    /// How far all texts have come.
    var texts: [AnnouncementName: SpokenState] {
        Dictionary(
            speech.names.compactMap { name in
                speech.state(of: name, isRecorded: isRecorded(name)).map { (name, $0) }
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether there is a recording of a name, which a text gives way to.
    func isRecorded(_ name: AnnouncementName) -> Bool {
        seen.paths(of: name).contains { seen[$0]?.file.isSpoken == false }
    }

    /// Whether a name's announcement is still to be made.
    func isPending(_ name: AnnouncementName) -> Bool {
        seen.isPending(name) || !isRecorded(name) && speech.isPending(name)
    }

    private func isToBeSpoken(_ name: AnnouncementName) -> Bool {
        !isRecorded(name) && owners[name].map(isRecorded) != true && (!onlyWanted || wanted.names.contains(name))
    }

    /// In place of a path below the recordings folder; no recording has it.
    private static func path(ofTextOf name: AnnouncementName) -> FilePath { FilePath("/" + name.text) }
}
