package import LocalFiles
import SystemPackage

extension StateFileError {
    /// What is wrong, where, and what to do.
    package var sentence: String {
        switch self {
        case .unshared(let words):
            "The configuration's database cannot be used (\(words)). Nothing was changed; try again later."
        case .damaged(let path):
            switch path.stateEntry {
            case .positionSecret:
                "\(path.readable) is not the secret that announce wrote there. Delete it, and a new one is created; "
                    + "calls in progress then ring as usual at their next key."
            case .adminPassword:
                "\(path.readable) is not the password that announce wrote there. `announce password` sets a new one."
            case .overrides:
                "\(path.readable) does not contain overrides as announce writes them. Delete it to remove all overrides."
            case .callBacks:
                "\(path.readable) is damaged. Delete it; callers marked as called back are then listed again."
            case .account: "\(path.nearby.readable) is damaged. Run `announce account login` again."
            case .earlierWebhooks:
                "\(path.nearby.readable), which holds the earlier webhook URLs, is damaged. Delete it, and set the URLs "
                    + "at console.sipgate.com → Webhooks → URLs."
            case .users, .audit, .sessions, .callLog, .alerts, .certificates, .configurations, .acceptedConfiguration,
                .shared, .media, .replaced, .spoken, .drafts, .serverLock, .handover, nil:
                "\(path.nearby.readable) is damaged."
            }
        case .system(let error, let path):
            switch path.stateEntry {
            case .account, .earlierWebhooks: "\(path.nearby.readable) cannot be used: \(error.reason)."
            case .adminPassword:
                "The password cannot be stored in \(path.readable): \(error.reason). Name another folder with --state."
            case .overrides:
                "Overrides cannot be stored in \(path.readable): \(error.reason). Name another folder with --state."
            case .positionSecret, .users, .audit, .sessions, .callLog, .callBacks, .alerts, .certificates,
                .configurations,
                .acceptedConfiguration, .shared, .media, .replaced, .spoken, .drafts, .serverLock, .handover, nil:
                "State cannot be stored in \(path.readable): \(error.reason). Name another folder with --state."
            }
        }
    }
}

extension FilePath {
    /// The entry of a state folder that the path leads to; a lock belongs to the file it protects.
    fileprivate var stateEntry: StateFiles.Entry? {
        guard let name = lastComponent?.string else { return nil }
        return StateFiles.Entry(rawValue: name)
            ?? StateFiles.Entry.allCases.first { name == ".\(FilePath($0.rawValue).stem ?? "")-lock" }
    }
}
