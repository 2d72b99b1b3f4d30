import ArgumentParser
import CallFlow
import Hosting
import LocalFiles
import MediaLibrary
import Sipgate
import SystemPackage
import Telephony

/// Publishes a recording through the server that runs with a configuration: puts it into the recordings folder, converts it as
/// the server would, and waits until the server delivers it.
struct RecordingPublication {
    let source: ConfigurationOption
    let state: StateOption

    /// Where recordings from elsewhere are put, below the recordings folder.
    private static let folderName = "announced"
    /// Limit on the time until the server delivers the announcement; it looks at the folder at once.
    private static let patience = Duration.seconds(30)

    /// - Returns: the URL of the announcement, which plays.
    /// - Throws: `ExitCode(1)` if it cannot be published, and why is printed.
    func publish(_ recording: FilePath) async throws -> AbsoluteURL {
        let reading = try source.text().reading { MediaLibrary.names(in: $0.folder) }
        var publicURL = try source.validConfiguration().publicURL
        let folder = try state.folder(of: source)
        if let tunnel = ServerLock.tunnelAddress(in: folder.path) { publicURL = tunnel }
        let name = try place(recording, in: FilePath(reading.recordings.folder))
        let settings = LibrarySettings(reading.recordings, speech: nil, state: folder)
        let catalogue = try await Interruption.cancelling {
            try await MediaLibrary.survey(settings, wanting: [Prompt(name)], onlyWanted: true)
        }
        guard let file = catalogue.announcement(Prompt(name)) else {
            let state = catalogue.recordings.first { $0.name == name }
            try fail("\(recording.readable) cannot be converted: \(state?.reason ?? "it is not a recording").")
        }
        let url = AbsoluteURL(publicURL).appending("/media/\(file.name)")
        try await waitForServer(url)
        return url
    }

    private func waitForServer(_ url: AbsoluteURL) async throws {
        let deadline = ContinuousClock.now + Self.patience
        var obstacle = try await SoundCheck().obstacle(url)
        while obstacle != nil, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(500))
            obstacle = try await SoundCheck().obstacle(url)
        }
        guard let obstacle else { return }
        try fail(
            "\(obstacle) Nothing was played. `announce serve` must run with this configuration and state folder, and be "
                + "reachable at its public-url; `announce doctor` finds what is in the way.")
    }

    // MARK: The recordings folder

    /// The name of a recording in the folder; one from elsewhere is copied there.
    private func place(_ recording: FilePath, in folder: FilePath) throws -> AnnouncementName {
        guard FileIdentity(recording)?.isFolder == false else {
            try fail("\(recording.readable) cannot be read: there is no such file.")
        }
        if let found = recording.resolved, let root = folder.resolved, found.starts(with: root) {
            return try name(FilePath(root: nil, found.components.dropFirst(root.components.count)))
        }
        guard let last = recording.lastComponent else { try fail("\(recording.readable) is no file.") }
        let place = FilePath(Self.folderName).appending(last)
        let target = folder.pushing(place)
        let name = try name(place)
        do {
            try copy(recording, to: target)
        } catch let error as Errno {
            try fail("\(recording.readable) cannot be copied to \(target.nearby.readable): \(error.reason).")
        }
        return name
    }

    private func name(_ path: FilePath) throws -> AnnouncementName {
        do {
            let stem = path.lastComponent?.stem ?? ""
            return try AnnouncementName(path.removingLastComponent().appending(stem).string)
        } catch {
            try fail("\(path.readable) cannot be the name of an announcement: \(error.description)")
        }
    }

    /// Copies a recording unless it is there already. Another one of the same name is left alone.
    private func copy(_ recording: FilePath, to target: FilePath) throws {
        let same = target.removingLastComponent()
        try same.makeFolders(permissions: .ownerReadWriteExecute)
        if target.exists {
            guard try Self.contents(recording) == Self.contents(target) else {
                try fail(
                    "\(target.nearby.readable) is another recording of this name. Rename \(recording.readable), or remove the other."
                )
            }
            return
        }
        // Under a name that the server ignores until the copy is whole.
        let draft = same.appending(hiddenName())
        do {
            try recording.copy(to: draft, permissions: .ownerReadWrite)
            try draft.rename(to: target)
        } catch {
            draft.removeQuietly()
            throw error
        }
        Console.note("Copied \(recording.readable) to \(target.nearby.readable).")
    }

    private static func contents(_ path: FilePath) throws -> [UInt8]? { try SmallFile.read(path, upTo: 1 << 30) }

    private func fail(_ sentence: String) throws -> Never {
        Console.error(sentence)
        throw ExitCode(1)
    }
}

extension RecordingState {
    /// Why it is not published, as part of a sentence; nil if nothing is wrong with it.
    fileprivate var reason: String? {
        switch status {
        case .failed(let failure): failure.message
        case .sameName: "another recording has the same name"
        case .beingWritten: "a program has it open for writing"
        case .converting, .published: nil
        }
    }
}
