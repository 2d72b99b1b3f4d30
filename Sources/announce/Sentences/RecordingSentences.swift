import MediaLibrary
import TelephoneAudio

extension RecordingError: ReportableError {}
extension OutputError: ReportableError {}
