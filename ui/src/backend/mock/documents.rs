//! What is done with papers.

use bytes::Bytes;
use domain::{DocumentOrigin, Validity, limits, text::matches};
use protocol::app::{
    AddDocument, AppError, AppEvent, ContentState, Direction, DocumentCard, DocumentInput, DocumentList, DocumentView,
    DownloadDocument, EditDocument, InputField, ListDocuments, Part, Transfer, TransferState,
};

use super::MockHost;
use crate::text::now;

fn tell(paper: &mut DocumentView, details: DocumentInput) {
    paper.card.kind = details.kind;
    paper.card.title = details.title;
    paper.card.number = Some(details.number).filter(|number| !number.is_empty());
    paper.issued_on = crate::text::read_date(&details.issued_on);
    paper.card.expires_on = crate::text::read_date(&details.expires_on);
    paper.card.validity = Validity::on(paper.card.expires_on, domain::local_date(now()));
    paper.card.waiting = true;
}

impl MockHost {
    pub(super) fn paper(&self, document: domain::DocumentId) -> Result<DocumentView, AppError> {
        self.works()?;
        self.with(|inner| inner.papers.iter().find(|paper| paper.card.id == document).cloned())
            .ok_or(AppError::NotFound)
    }

    pub(super) fn papers_like(&self, input: ListDocuments) -> DocumentList {
        self.with(|inner| {
            let fits = |card: &DocumentCard| {
                let words = format!(
                    "{} {} {}",
                    card.title,
                    card.number.as_deref().unwrap_or_default(),
                    card.issuer.as_deref().unwrap_or_default()
                );
                input.origin.is_none_or(|origin| origin == card.origin) && matches(&words, &input.query)
            };
            DocumentList {
                documents: inner
                    .papers
                    .iter()
                    .map(|paper| &paper.card)
                    .filter(|card| fits(card))
                    .cloned()
                    .collect(),
                total: u32::try_from(inner.papers.len()).unwrap_or(u32::MAX),
                as_of: self.scenario.sync().as_of,
            }
        })
    }

    pub(super) fn add_paper(&'static self, input: AddDocument, content: Bytes) -> Result<DocumentView, AppError> {
        let bytes = content.len() as u64;
        if bytes == 0 {
            return Err(AppError::FileEmpty);
        }
        if bytes > limits::DOCUMENT_BYTES {
            return Err(AppError::FileTooLarge {
                bytes,
                limit: limits::DOCUMENT_BYTES,
            });
        }
        let media_type = domain::MediaType::sniff(&content).ok_or(AppError::FileKind)?;
        let number = 0x0193_0000_0000_7000_8000_0000_0004_0000_u128;
        let view = self.with(|inner| {
            let id = domain::DocumentId(uuid::Uuid::from_u128(number + inner.papers.len() as u128));
            let mut paper = DocumentView {
                card: DocumentCard {
                    id,
                    kind: input.details.kind,
                    title: String::new(),
                    number: None,
                    origin: DocumentOrigin::Uploaded,
                    issuer: None,
                    expires_on: None,
                    validity: Validity::Open,
                    content: ContentState::Here,
                    waiting: true,
                },
                issued_on: None,
                added_at: now(),
                media_type: Some(media_type),
                bytes: Some(bytes),
                editable: true,
                refused: false,
                as_of: Some(now()),
            };
            tell(&mut paper, input.details);
            inner.papers.insert(0, paper.clone());
            paper
        });
        self.changed(Part::Documents);
        self.pretend_transfer(Transfer {
            document: view.card.id,
            direction: Direction::Up,
            done: 0,
            total: bytes,
            state: TransferState::Running,
        });
        Ok(view)
    }

    pub(super) fn change_paper(&'static self, input: EditDocument) -> Result<DocumentView, AppError> {
        let mut paper = self.paper(input.document)?;
        if input.details.title.trim().is_empty() {
            return Err(AppError::InvalidInput {
                fields: vec![InputField::Title],
            });
        }
        tell(&mut paper, input.details);
        self.with(|inner| {
            for kept in inner.papers.iter_mut().filter(|kept| kept.card.id == paper.card.id) {
                *kept = paper.clone();
            }
        });
        self.changed(Part::Documents);
        Ok(paper)
    }

    pub(super) fn fetch_paper(&'static self, input: DownloadDocument) -> Result<DocumentView, AppError> {
        let paper = self.paper(input.document)?;
        self.city()?;
        self.with(|inner| {
            for kept in inner.papers.iter_mut().filter(|kept| kept.card.id == input.document) {
                kept.card.content = ContentState::Here;
            }
        });
        self.pretend_transfer(Transfer {
            document: input.document,
            direction: Direction::Down,
            done: 0,
            total: paper.bytes.unwrap_or(0),
            state: TransferState::Running,
        });
        self.emit_later(
            1_700,
            AppEvent::Changed {
                parts: vec![Part::Documents],
            },
        );
        Ok(paper)
    }
}
