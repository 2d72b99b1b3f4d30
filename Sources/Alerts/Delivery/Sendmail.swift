import CallFlow
import LocalFiles
import Synchronization
import SystemPackage

/// Gives a mail to the machine's mail system by its command `sendmail`, which queues it and tries for days.
struct Sendmail {
    private let mail: AlertWay.Mail

    init(_ mail: AlertWay.Mail) { self.mail = mail }

    /// Where it is on most systems, if it is not on PATH.
    private static let names = ["sendmail", "/usr/sbin/sendmail"]

    func send(_ message: MailMessage) async throws(DeliveryError) {
        let input: UnnamedFile
        do {
            input = try UnnamedFile(in: FilePath("/tmp"), isForPublishing: false)
            // The mail system expects the machine's own line breaks.
            let text = message.bytes.filter { $0 != UInt8(ascii: "\r") }
            try input.descriptor.writeWhole(text)
            _ = try input.descriptor.seek(offset: 0, from: .start)
        } catch {
            throw .sendmail(status: nil, words: "\((error as? Errno)?.reason ?? "no temporary file")")
        }
        let words = Mutex("")
        for name in Self.names {
            // `-i`: a line with only a dot does not end the mail. Addresses after `--` are never options.
            let command = [name, "-i", "-f", mail.from, "--"] + mail.to
            let end = await ServiceProcess.run(command, input: input.descriptor) { line in
                words.withLock { if $0.utf8.count < 300 { $0 += ($0.isEmpty ? "" : " ") + line } }
            }
            switch end {
            case .exited(.status(0)): return
            case .exited(.status(let status)): throw .sendmail(status: status, words: words.withLock { $0 })
            case .exited: throw .sendmail(status: nil, words: words.withLock { $0 })
            case .notStarted(.noSuchFileOrDirectory): continue
            case .notStarted(let error): throw .sendmail(status: nil, words: error.reason)
            }
        }
        throw .noSendmail
    }
}
