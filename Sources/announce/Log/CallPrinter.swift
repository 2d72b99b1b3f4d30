import AnnounceServer
import CallLog
import Glibc

/// Prints calls in one of three forms.
struct CallPrinter {
    enum Form {
        case text, json, csv
    }

    let form: Form
    let times: LogTimes
    /// An object a line rather than an array, which would have no end.
    private var isFollowed = false
    private var isFirst = true

    init(form: Form, times: LogTimes) { (self.form, self.times) = (form, times) }

    mutating func begin(isFollowed: Bool) {
        self.isFollowed = isFollowed
        switch form {
        case .text: break
        case .json: if !isFollowed { Talk.write("[", to: STDOUT_FILENO) }
        case .csv: Talk.write(CallObject.header, to: STDOUT_FILENO)
        }
    }

    mutating func print(_ calls: some Sequence<LoggedCall>) {
        var text = ""
        for call in calls {
            switch form {
            case .text: text += CallLine(times: times).text(call) + "\n"
            case .csv: text += CallObject(call).csvLine
            case .json:
                let object = jsonLine(CallObject(call))
                text += isFollowed ? object + "\n" : (isFirst ? "\n  " : ",\n  ") + object
            }
            isFirst = false
        }
        Talk.write(text, to: STDOUT_FILENO)
    }

    func end() {
        if form == .json, !isFollowed { Talk.write(isFirst ? "]\n" : "\n]\n", to: STDOUT_FILENO) }
    }
}
