import CallFlow
import HTTPListener

/// The form that adds a menu, and opens it.
enum NewMenuForm {
    /// - Parameter from: the steps that are to end in the menu, if calls come to their end; as a hidden field carries them.
    static func html(_ request: AdminRequest, in configuration: Configuration, from place: String? = nil) -> HTML {
        let from: HTML? = place.map { "<input type=\"hidden\" name=\"from\" value=\"\($0)\">" }
        return request.form(
            "/menus", kind: "row",
            """
            \(from)\(NewName.fields("menu-name", Texts.Flows.newMenuName, in: configuration))\
            <button class="quiet">\(Texts.Flows.createMenu)</button>
            """)
    }
}
