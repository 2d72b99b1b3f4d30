import HTTPListener

/// The form that adds a menu, and opens it.
enum NewMenuForm {
    /// - Parameter from: the steps that are to end in the menu, if calls come to their end; as a hidden field carries them.
    static func html(_ request: AdminRequest, from place: String? = nil) -> HTML {
        let from: HTML? = place.map { "<input type=\"hidden\" name=\"from\" value=\"\($0)\">" }
        return request.form(
            "/menus", kind: "row",
            """
            \(from)<div><label for="menu-name">\(Texts.Flows.newMenuName)</label>\
            <input id="menu-name" name="name" maxlength="64" required autocomplete="off"></div>\
            <button class="quiet">\(Texts.Flows.createMenu)</button>
            """)
    }
}
