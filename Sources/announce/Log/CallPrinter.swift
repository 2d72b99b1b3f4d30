import CallLog
import Dashboard
import Glibc

/// Prints calls in one of three forms.
struct CallPrinter {
    enum Form {
        case text, json, csv
    }

    let form: Form
    let times: LogTimes
    /// Whether JSON is printed as one object per line, since an array would never be closed.
    private var isFollowed = false
    private var isFirst = true

    init(form: Form, times: LogTimes) { (self.form, self.times) = (form, times) }

    mutating func begin(isFollowed: Bool) {
        self.isFollowed = isFollowed
        switch form {
        case .text: break
        case .json: if !isFollowed { Console.write("[") }
        case .csv: Console.write(CallObject.header)
        }
    }

    mutating func print(_ calls: some Sequence<LoggedCall>) {
        var text = ""
        for call in calls {
            switch form {
            case .text:
                let line = CallLine(times: times)
                text += ([line.text(call)] + line.legs(call)).map { $0 + "\n" }.joined()
            case .csv: text += CallObject(call).csvLine
            case .json:
                let object = jsonLine(CallObject(call))
                text += isFollowed ? object + "\n" : (isFirst ? "\n  " : ",\n  ") + object
            }
            isFirst = false
        }
        Console.write(text)
    }

    func end() {
        if form == .json, !isFollowed { Console.write(isFirst ? "]\n" : "\n]\n") }
    }
}
