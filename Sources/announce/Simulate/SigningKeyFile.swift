import LocalFiles
import ProviderSimulator
import SystemPackage

/// The key that simulated events are signed with: a private key in a file, and the public one beside it.
struct SigningKeyFile {
    let signer: PushSigner

    /// Reads the key; makes it, and the file `PATH.pub` for the server, if there is none.
    ///
    /// - Throws: `SimulationError`.
    init(at path: FilePath) throws(SimulationError) {
        do throws(Errno) {
            if let bytes = try SmallFile.read(path, upTo: 1 << 16) {
                guard let signer = try? PushSigner(pem: String(decoding: bytes, as: UTF8.self)) else {
                    throw Errno.invalidArgument
                }
                self.signer = signer
                return
            }
            guard let signer = try? PushSigner() else { throw Errno.notSupported }
            self.signer = signer
            try SmallFile.write(signer.privateKey.utf8, to: path, mode: .owner)
            let readable: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]
            let shared = FilePath(bytes: Array(path.string.utf8) + Array(".pub".utf8))
            try SmallFile.write(signer.publicKey.utf8, to: shared, mode: .kept(else: readable))
            Console.note(
                "Wrote a key for tests. A server trusts it, and no longer the provider, with `webhook: { signature: required, "
                    + "keys: [ \(shared.readable) ] }`.")
        } catch {
            throw error == .invalidArgument ? .badKey(path) : .key(path, error)
        }
    }
}
