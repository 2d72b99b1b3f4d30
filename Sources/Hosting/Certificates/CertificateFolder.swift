import ACME
import CallFlow
import Glibc
import LocalFiles
import SystemPackage
import Telephony

/// What one authority issued for one host: the certificate chain with its key, and the key of the account. Each a file that
/// only its owner can read.
struct CertificateFolder: Sendable {
    private let path: FilePath

    /// - Parameter folder: the state folder's entry for certificates.
    init(in folder: FilePath, host: String, directory: String) {
        // The staging directory's certificates are not to be taken for trusted ones.
        path = folder.appending("\(host)-\(FNV1a.name(of: directory))")
    }

    var certificate: FilePath { path.appending("certificate.pem") }
    var key: FilePath { path.appending("key.pem") }
    private var account: FilePath { path.appending("account-key.pem") }

    /// What is known of the certificate; nil if there is none.
    var facts: CertificateFacts? {
        guard let chain = try? SmallFile.read(certificate, upTo: 1 << 20),
            (try? SmallFile.read(key, upTo: 1 << 16)) != nil
        else { return nil }
        return CertificateFacts(pem: String(decoding: chain, as: UTF8.self))
    }

    /// The account's key, made the first time.
    func accountKey() throws(StateFileError) -> AccountKey {
        try make()
        let file = StateFile<AccountKey>(
            account, limit: 1 << 14, followsLinks: false,
            decode: { AccountKey(pem: String(decoding: $0, as: UTF8.self)) }, encode: { Array($0.pem.utf8) })
        return try file.valueMakingItOnce { AccountKey() }
    }

    /// Replaces certificate and key. A server that reads one of them in between keeps what it had.
    func write(_ issued: IssuedCertificate) throws(StateFileError) {
        try make()
        for (file, text) in [(key, issued.key), (certificate, issued.chain)] {
            do throws(Errno) {
                try SmallFile.write(text.utf8, to: file, mode: .owner)
            } catch {
                throw .system(error, file)
            }
        }
    }

    private func make() throws(StateFileError) {
        do throws(Errno) {
            try path.makeFolders(permissions: .ownerReadWriteExecute)
        } catch {
            throw .system(error, path)
        }
    }
}
