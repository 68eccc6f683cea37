import "./style.css";
import "./page";
