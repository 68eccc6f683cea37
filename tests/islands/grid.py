"""Hands and eyes at the gradebook grid, and what lies on the device beneath it."""

from playwright.sync_api import expect


def open_grid(page, query=""):
    page.goto(f"/grid{query}")
    expect(page.get_by_role("grid")).to_be_visible()


def cell(page, row, column):
    """The cell of the row-th pupil (from 1) in the column-th column (from 1)."""
    return page.locator("tbody tr").nth(row - 1).locator("td").nth(column - 1)


def type_down(page, *marks):
    for mark in marks:
        page.keyboard.type(mark)
        page.keyboard.press("Enter")


def status(page):
    return page.locator(".mg-status")


def save_in_vain(page, school, mark):
    """The first pupil's midterm mark is typed and sent to a server that does not answer."""
    open_grid(page)
    school.troubles.append("silence")
    cell(page, 1, 3).focus()
    type_down(page, mark)
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Không kết nối được máy chủ. 1 ô")).to_be_visible()


ON_DEVICE = """async () => {
    const database = await new Promise((done) => {
        const asked = indexedDB.open("khuevan");
        asked.onsuccess = () => done(asked.result);
    });
    const all = (place) => new Promise((done) => {
        const asked = database.transaction(place).objectStore(place).getAll();
        asked.onsuccess = () => done(asked.result);
    });
    const keys = (await all("owners")).filter((one) => one.key);
    const text = new TextDecoder();
    const [edits, sheets] = [await all("edits"), await all("sheets")];
    const take = ({key}) => crypto.subtle.exportKey("raw", key).then(() => true, () => false);
    const taken = await Promise.all(keys.map(take));
    const read = [...edits, ...sheets].map(({data, ...open}) => JSON.stringify(open) + text.decode(data)).join("");
    database.close();
    return {taken, owners: keys.map(({user}) => user), edits: edits.length, sheets: sheets.length, read};
}"""


def device(page, **wanted):
    """What lies in the vault, as soon as it is what is wanted."""
    for _ in range(400):
        found = page.evaluate(ON_DEVICE)
        if found | wanted == found:
            return found
        page.wait_for_timeout(50)
    raise AssertionError(found)
