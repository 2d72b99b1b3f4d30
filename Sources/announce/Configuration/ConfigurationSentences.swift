import Hosting

// Their sentences are in Hosting, which logs them too.
extension ConfigurationText.ReadError: ReportableError {}
extension WebhookSecretError: ReportableError {}
