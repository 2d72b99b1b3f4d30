import CallFlow
import LocalFiles
import MediaLibrary
import SystemPackage
import Telephony
import Webhook

/// Collects the steps of a simulated call and, if it is wanted, its sound.
struct CallRecorder {
    private(set) var steps: [CallSimulation.Step] = []
    private(set) var sound = CallSound()
    private let catalogue: Catalogue
    private let recordsSound: Bool

    init(_ catalogue: Catalogue, recordsSound: Bool) {
        (self.catalogue, self.recordsSound) = (catalogue, recordsSound)
    }

    /// Adds steps.
    ///
    /// - Parameter timeout: how long the call waited for keys before them, in milliseconds.
    /// - Throws: `CallRecorderError`.
    mutating func add(_ steps: [CallSimulation.Step], after timeout: Int) throws(CallRecorderError) {
        self.steps += steps
        guard recordsSound else { return }
        for step in steps {
            switch step {
            case .hear(let prompt, _): sound.append(prompt: try samples(of: prompt))
            case .press(let keys): sound.append(keys: keys)
            case .silence: sound.append(silence: timeout)
            case .dial, .end: break
            }
        }
    }

    /// The samples of a published prompt: the last bytes of its file.
    private func samples(of prompt: Prompt) throws(CallRecorderError) -> [Int16] {
        guard let file = catalogue.announcement(prompt) else { return [] }
        let bytes: [UInt8]?
        do throws(Errno) {
            bytes = try SmallFile.read(FilePath(file.path), upTo: file.size)
        } catch {
            throw CallRecorderError(path: FilePath(file.path), reason: error)
        }
        guard let bytes, bytes.count >= 2 * file.samples else {
            throw CallRecorderError(path: FilePath(file.path), reason: .noSuchFileOrDirectory)
        }
        let data = bytes.suffix(2 * file.samples)
        return stride(from: data.startIndex, to: data.endIndex, by: 2).map { index in
            Int16(truncatingIfNeeded: Int(data[index]) | Int(data[index + 1]) << 8)
        }
    }
}

/// An announcement's file that cannot be read.
struct CallRecorderError: ReportableError {
    let path: FilePath
    let reason: Errno

    var sentence: String {
        "The announcement \(path.readable) cannot be read: \(reason.reason). Run the command again."
    }
}
