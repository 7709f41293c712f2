package io.setpoint.store;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Asks for the pages of a read, each when the one before it has arrived.
 */
final class PageByPage {

	private final PagedRead read;

	private final Function<PageRequest, CompletableFuture<Page>> pages;

	private final CompletableFuture<Image> result = new CompletableFuture<>();

	private PageByPage(PagedRead read, Function<PageRequest, CompletableFuture<Page>> pages) {
		this.read = read;
		this.pages = pages;
	}

	/**
	 * Read.
	 * @param read what to read
	 * @param pages reads one page and fails with a {@link StoreException}, which may be
	 * wrapped; completes on a thread of the store
	 * @return what was read
	 */
	static CompletableFuture<Image> read(PagedRead read, Function<PageRequest, CompletableFuture<Page>> pages) {
		PageByPage reader = new PageByPage(read, pages);
		reader.fetch();
		return reader.result;
	}

	private void fetch() {
		this.pages.apply(this.read.next()).whenComplete(this::fetched);
	}

	private void fetched(Page page, @Nullable Throwable failure) {
		try {
			if (failure != null) {
				failed(Causes.unwrap(failure));
			}
			else if (this.read.arrived(page)) {
				this.result.complete(this.read.image());
			}
			else {
				fetch();
			}
		}
		catch (OtherClusterException ex) {
			failed(ex);
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			this.result.completeExceptionally(ex);
		}
	}

	private void failed(Throwable failure) {
		if (this.read.goesOnAfter(failure)) {
			fetch();
		}
		else {
			this.result.completeExceptionally(failure);
		}
	}

}
