import Glibc
package import SystemPackage

extension FilePath {
    /// Removes the hidden drafts (`.….tmp`) that programs which were killed have left in the folder and the folders in it: those
    /// that are older than an hour, since others may be in use. Links are not followed.
    ///
    /// - Parameter except: the names of folders that are passed over.
    package func removeAbandonedDrafts(except: Set<String> = []) {
        for name in (try? entries()) ?? [] {
            let path = appending(name)
            guard let status = try? path.stat(followTargetSymlink: false) else { continue }
            let text = name.string
            // The second is what Foundation leaves, which earlier versions wrote with.
            let isDraft = text.hasPrefix(".") && (text.hasSuffix(".tmp") || text.hasPrefix(".dat.nosync"))
            switch status.type {
            case .directory where !text.hasPrefix(".") && !except.contains(text): path.removeAbandonedDrafts()
            case .regular where isDraft && Int(status.st_mtim.tv_sec) < time(nil) - 3600: path.removeQuietly()
            default: break
            }
        }
    }
}
