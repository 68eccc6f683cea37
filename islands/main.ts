/** What every page loads. Heavier islands come when a page shows them. */

import { startDialogs } from "./dialogs";
import { startFillGrids } from "./fill-grid";
import { startGoingBack } from "./going-back";
import { startHtmx } from "./htmx";
import { startLazyIslands } from "./lazy";
import { startMenus } from "./menus";
import { startOffline } from "./offline";
import { startOutbox } from "./outbox";
import { startPasskeyWords } from "./passkey";
import { startPrinting } from "./printing";
import { startSearch } from "./search";
import { startSessionKeeper } from "./session-keeper";
import { startSharing } from "./sharing";
import { startTabs } from "./tabs";
import { startTextLists } from "./text-list";
import { startTheme } from "./theme";
import { startToasts } from "./toasts";

startHtmx();
startToasts();
startTheme();
startMenus();
startDialogs();
startSearch();
startOffline();
startOutbox();
startSharing();
startPrinting();
startGoingBack();
startPasskeyWords();
startSessionKeeper();
startFillGrids();
startTabs();
startTextLists();
startLazyIslands();
