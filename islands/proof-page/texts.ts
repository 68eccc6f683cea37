/** What the page says: Vietnamese, and English for readers abroad. */

import { fill } from "../texts";

export type Language = "vi" | "en";

const WORDS = {
  title: ["Kiểm tra học bạ không cần mạng", "Check a Vietnamese school transcript offline"],
  lead: [
    "Trang này là một tệp: mọi việc kiểm tra làm ngay trên máy này, không gửi gì đi đâu.",
    "This page is one file: everything is checked on this device and nothing is sent anywhere.",
  ],
  camera: ["Quét mã QR bằng máy ảnh", "Scan the QR code with the camera"],
  stop: ["Dừng quét", "Stop scanning"],
  file: ["Chọn tệp học bạ (XML, PDF) hoặc ảnh mã QR", "Choose a transcript (XML, PDF) or a picture of the QR code"],
  drop: ["Hoặc kéo tệp thả vào đây.", "Or drop a file here."],
  text: ["Nội dung mã QR, nếu đã quét bằng ứng dụng khác", "Text of the QR code, if another app has read it"],
  check: ["Kiểm tra", "Check"],
  looking: ["Đưa mã vuông lớn vào giữa khung hình.", "Hold the large square code in the middle of the picture."],
  working: ["Đang kiểm tra…", "Checking…"],
  denied: ["Không dùng được máy ảnh. Hãy chụp ảnh mã QR rồi chọn ảnh.", "The camera cannot be used. Take a photo of the code and choose it."],
  no_code: ["Không thấy mã QR trong ảnh này. Hãy chụp gần hơn, đủ sáng, không bị loá.", "There is no QR code in this picture. Come closer, with more light and no glare."],
  unread: ["Không đọc được tệp này: không phải XML, PDF hay ảnh.", "This file is neither XML nor PDF nor a picture."],
  link_code: ["Đây là mã dẫn đến trang tra cứu, cần có mạng. Hãy quét mã vuông lớn bên cạnh.", "This code leads to a web page and needs a network. Scan the large code beside it."],
  no_crypto: ["Trình duyệt này không cho trang kiểm tra chữ ký khi mở từ tệp. Hãy dùng Chrome, Edge hoặc Firefox bản mới trên máy tính.", "This browser does not let a page check signatures when opened from a file. Use a recent Chrome, Edge or Firefox on a computer."],
  valid: ["Đúng là bản đã phát hành, còn nguyên vẹn", "Genuine, and not altered"],
  old: ["Đúng là bản đã phát hành; danh sách thu hồi đã cũ", "Genuine; the list of withdrawn transcripts is old"],
  superseded: ["Đã được thay bằng phiên bản khác", "Replaced by another version"],
  revoked: ["Đã bị thu hồi", "Withdrawn"],
  refused: ["Không hợp lệ. Không dùng bản này", "Not valid. Do not rely on it"],
  list: ["Danh sách thu hồi tính đến {at}, đã {days} ngày.", "The list of withdrawn transcripts is of {at}, {days} days old."],
  list_old: ["Danh sách quá 30 ngày: hãy tải trang mới tại {host}, hoặc tra cứu trực tuyến.", "It is older than 30 days: download a new page from {host}, or check online."],
  clock: ["Đồng hồ của máy này chạy sau ngày lập danh sách: hãy chỉnh lại.", "The clock of this device is behind the date of the list: set it right."],
  made: ["Trang lập lúc {at} cho {host}. Trong trang có {keys} khoá của Sở, {anchors} tổ chức chứng thực gốc, {count} bản đã thu hồi hoặc thay thế.", "Made at {at} for {host}. It holds {keys} keys of the Department, {anchors} root authorities, {count} withdrawn or replaced versions."],
  compare: ["Bản giấy chỉ đúng khi giống các kết quả dưới đây.", "A paper is right only where it shows the results below."],
  paper: ["Nội dung trong tệp PDF này đúng như khi nhà trường đóng dấu.", "The content of this PDF is as it was when the school sealed it."],
  stamped: ["Tệp có dấu thời gian đứng sau con dấu; dấu thời gian chỉ được kiểm tra trên trang xác minh trực tuyến.", "A time-stamp stands behind the seal; it is checked online only."],
  mandate: ["Ký thay, thừa lệnh: việc uỷ quyền chỉ kiểm tra được trên trang xác minh trực tuyến.", "Signed on behalf: the mandate can be checked online only."],
  altered: ["Phần bị thay đổi", "Altered parts"],
  reasons: ["Lý do", "Why"],
  missing: ["Còn thiếu chữ ký: {who}.", "Signatures are missing: {who}."],
  signatures: ["Chữ ký", "Signatures"],
  holds: ["Hợp lệ", "Holds"],
  fails: ["Không hợp lệ", "Does not hold"],
  name: ["Họ và tên", "Name"], birth: ["Ngày sinh", "Born"], pupil: ["Mã học sinh", "Pupil's code"],
  school: ["Trường", "School"], year: ["Năm học", "School year"], grade: ["Lớp", "Grade"], number: ["Phiên bản", "Version"],
  code: ["Mã tra cứu", "Code"], learning: ["Kết quả học tập", "Academic result"], conduct: ["Kết quả rèn luyện", "Conduct"],
  promoted: ["Lên lớp", "Promoted"], yes: ["Được lên lớp", "Yes"], no: ["Không được lên lớp", "No"],
  issued: ["Phát hành", "Issued"], digest: ["SHA-256 của học bạ số", "SHA-256 of the signed document"],
  state: ["Tình trạng", "Standing"], in_force: ["Không có trong danh sách thu hồi", "Not in the list of withdrawn transcripts"],
  subject: ["Môn học", "Subject"], result: ["Cả năm", "Whole year"], retest: ["Sau kiểm tra lại", "After retest"],
  T: ["Tốt", "Good"], K: ["Khá", "Fair"], D: ["Đạt", "Passed"], CD: ["Chưa đạt", "Not passed"], H: ["Hoàn thành", "Completed"], C: ["Chưa hoàn thành", "Not completed"],
  role_subject: ["Giáo viên môn học", "Subject teacher"], role_homeroom: ["Giáo viên chủ nhiệm", "Homeroom teacher"],
  role_principal: ["Hiệu trưởng", "Principal"], role_seal: ["Con dấu nhà trường", "Seal of the school"],
  part_hocba: ["Toàn bộ học bạ", "The whole transcript"], part_thongtin: ["Thông tin học sinh và nhà trường", "Particulars"],
  part_chunhiem: ["Phần chủ nhiệm", "Homeroom teacher's part"], part_pdf: ["Bản thể hiện PDF", "The PDF"],
  part_subject: ["Môn {name}", "Subject {name}"], part_signature: ["Chữ ký: {name}", "Signature: {name}"],
} as const;

const PROBLEMS: Record<string, readonly [string, string]> = {
  not_xml: ["Tệp không phải XML đúng quy cách hoặc đã bị hỏng.", "The file is not well-formed XML."],
  forbidden_markup: ["Tệp chứa DTD, chú thích hoặc chỉ thị xử lý; văn bản đã ký không được có.", "The file holds a DTD, comments or instructions, which a signed document must not."],
  not_canonical: ["Tệp không còn nguyên từng byte như khi ký; có thể đã được phần mềm khác mở và lưu lại.", "The file is not byte for byte as it was signed; another program may have saved it."],
  outside_scope: ["Có nội dung nằm ngoài phần được ký ({what}).", "There is content outside what was signed ({what})."],
  duplicate_id: ["Có nhiều hơn một phần mang mã “{part}”.", "More than one part is called “{part}”."],
  too_large: ["Tệp quá lớn.", "The file is too large."],
  unsigned: ["Tệp không có chữ ký số nào.", "The file has no digital signature."],
  many_signatures: ["Tệp có nhiều hơn một chữ ký; bản thể hiện chỉ có một, của con dấu.", "The file has more than one signature; a transcript's PDF has one."],
  appended: ["Tệp có nội dung được thêm vào sau khi ký.", "Something was added to the file after it was sealed."],
  wrong_kind: ["Đây không phải là học bạ số.", "This is not a transcript."],
  foreign_section: ["“{name}” được lấy từ một văn bản khác sang ({what} không khớp).", "“{name}” was taken from another document ({what} differ)."],
  altered: ["“{name}” đã bị thay đổi sau khi {who} ký.", "“{name}” was altered after {who} had signed it."],
  missing_part: ["“{name}” đã được {who} ký nhưng không còn trong tệp.", "“{name}” was signed by {who} but is no longer there."],
  bad_signature: ["Chữ ký của {who} đã bị sửa hoặc không do khoá của người này tạo ra.", "The signature of {who} was altered or not made with their key."],
  malformed: ["“{name}” không đúng quy cách: đã bị sửa hoặc do phần mềm khác tạo ra.", "“{name}” is not of the right form."],
  unknown_algorithm: ["“{name}” dùng thuật toán không được chấp nhận ({what}).", "“{name}” uses an algorithm that is not accepted ({what})."],
  certificate_swapped: ["Chứng thư số trong chữ ký của {who} đã bị tráo.", "The certificate in the signature of {who} was exchanged."],
  certificate_unfit: ["Chứng thư số của {who} không dùng để ký văn bản được.", "The certificate of {who} is not fit for signing documents."],
  untrusted: ["Chứng thư số của {who} không do tổ chức chứng thực được tin cậy cấp.", "The certificate of {who} was not issued by a trusted authority."],
  revocation_unknown: ["Trang này không có danh sách thu hồi để kiểm tra chứng thư số của {who}.", "This page has no revocation list for the certificate of {who}."],
  certificate_expired: ["Chứng thư số của {who} không có hiệu lực vào lúc ký.", "The certificate of {who} was not valid when it signed."],
  certificate_revoked: ["Chứng thư số của {who} đã bị thu hồi trước lúc ký.", "The certificate of {who} had been revoked before it signed."],
  unknown_role: ["Vai trò ký “{what}” không có trong quy trình ký.", "There is no role “{what}” in the order of signing."],
  key_kind: ["{stage}: người ký dùng loại chứng thư khác.", "{stage}: signed with another kind of certificate."],
  wrong_organisation: ["Chứng thư số của {who} thuộc đơn vị khác ({what}).", "The certificate of {who} belongs to another organisation ({what})."],
  wrong_title: ["{who} ({what}) không có chức vụ để ký ở bước “{stage}”.", "{who} ({what}) may not sign as “{stage}”."],
  wrong_time: ["Thời điểm ký của {who} không có hoặc ở tương lai.", "The time of {who}'s signature is missing or in the future."],
  signed_before: ["{who} ký trước khi {other} ký.", "{who} signed before {other} did."],
  wrong_scope: ["Chữ ký của {who} không phủ đúng phần phải ký ({what}).", "The signature of {who} does not cover what it must ({what})."],
  moved: ["Thứ tự các chữ ký quanh chữ ký của {who} đã bị thay đổi.", "The order of signatures around that of {who} was changed."],
  wrong_order: ["{stage} ký sai thứ tự: chưa có hoặc không phủ {what}.", "{stage} signed out of order: {what} is missing or not covered."],
  repeated_stage: ["Bước “{stage}” có nhiều hơn một chữ ký.", "“{stage}” has signed more than once."],
  not_a_statement: ["Mã này không phải mã QR có chữ ký của học bạ, hoặc đọc thiếu ký tự. Quét lại toàn bộ mã vuông lớn.", "This is not the signed code of a transcript, or it was read in part. Scan the whole large code again."],
  unknown_key: ["Mã QR được ký bằng khoá không có trong trang này. Hãy tải trang mới của Sở.", "The code was signed with a key that this page does not have. Download a new page from the Department."],
  bad_code: ["Chữ ký của mã QR không đúng: nội dung trong mã đã bị sửa.", "The signature of the code does not hold: its content was altered."],
};

export type Word = keyof typeof WORDS;
export type Say = (key: Word, values?: Record<string, string | number>) => string;

export function speaker(language: Language): Say {
  return (key, values) => fill(WORDS[key][language === "vi" ? 0 : 1], values);
}

export function isWord(key: string): key is Word {
  return Object.hasOwn(WORDS, key);
}

export function sentence(language: Language, code: string, words: Record<string, string>): string {
  return fill(PROBLEMS[code]?.[language === "vi" ? 0 : 1] ?? code, words);
}
