package io.setpoint.memory;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeRequest.SortOrder;
import io.etcd.jetcd.api.RangeRequest.SortTarget;
import io.etcd.jetcd.api.RangeResponse;

/**
 * Answers a range request: counts first, then filters, sorts and limits, as etcd does.
 */
final class Reading {

	private Reading() {
	}

	static RangeResponse.Builder answer(RangeRequest request, Keyspace keys) {
		if (request.getKey().isEmpty()) {
			throw Refusal.EMPTY_KEY.exception();
		}
		check(request);
		keys.checkReadable(request.getRevision());
		List<KeyValue> found = keys.read(KeyRange.of(request.getKey(), request.getRangeEnd()), request.getRevision());
		RangeResponse.Builder answer = RangeResponse.newBuilder().setCount(found.size());
		if (!request.getCountOnly()) {
			List<KeyValue> chosen = sorted(filtered(fetched(found, request), request), request).toList();
			boolean more = request.getLimit() > 0 && chosen.size() > request.getLimit();
			answer.setMore(more);
			(more ? chosen.subList(0, (int) request.getLimit()) : chosen)
				.forEach((keyValue) -> answer.addKvs(request.getKeysOnly() ? withoutValue(keyValue) : keyValue));
		}
		return answer;
	}

	static void check(RangeRequest request) {
		if (request.getSortOrder() == SortOrder.UNRECOGNIZED || request.getSortTarget() == SortTarget.UNRECOGNIZED) {
			throw Refusal.INVALID_SORT_OPTION.exception();
		}
	}

	/**
	 * The first that the limit allows and one more, unless an order or a revision is
	 * asked for. A target without an order, by which etcd sorts upwards, is no reason to
	 * read them all: of these few only it gives the first.
	 * @param found what lies in the range
	 * @param request what is asked for
	 * @return what is filtered and sorted
	 */
	private static Stream<KeyValue> fetched(List<KeyValue> found, RangeRequest request) {
		long limit = request.getLimit();
		boolean isAllNeeded = limit <= 0 || limit >= found.size() || request.getSortOrder() != SortOrder.NONE
				|| hasRevision(request);
		return isAllNeeded ? found.stream() : found.stream().limit(limit + 1);
	}

	private static boolean hasRevision(RangeRequest request) {
		return request.getMinModRevision() != 0 || request.getMaxModRevision() != 0
				|| request.getMinCreateRevision() != 0 || request.getMaxCreateRevision() != 0;
	}

	private static Stream<KeyValue> filtered(Stream<KeyValue> found, RangeRequest request) {
		return found
			.filter((keyValue) -> isWithin(keyValue.getModRevision(), request.getMinModRevision(),
					request.getMaxModRevision()))
			.filter((keyValue) -> isWithin(keyValue.getCreateRevision(), request.getMinCreateRevision(),
					request.getMaxCreateRevision()));
	}

	private static boolean isWithin(long revision, long min, long max) {
		return (min == 0 || revision >= min) && (max == 0 || revision <= max);
	}

	private static Stream<KeyValue> sorted(Stream<KeyValue> found, RangeRequest request) {
		SortOrder order = request.getSortOrder();
		if (order == SortOrder.NONE && request.getSortTarget() == SortTarget.KEY) {
			return found;
		}
		Comparator<KeyValue> comparator = comparator(request.getSortTarget());
		return found.sorted((order == SortOrder.DESCEND) ? comparator.reversed() : comparator);
	}

	private static Comparator<KeyValue> comparator(SortTarget target) {
		return switch (target) {
			case KEY -> Comparator.comparing(KeyValue::getKey, KeyRange.ORDER);
			case VALUE -> Comparator.comparing(KeyValue::getValue, KeyRange.ORDER);
			case VERSION -> by(KeyValue::getVersion);
			case CREATE -> by(KeyValue::getCreateRevision);
			case MOD -> by(KeyValue::getModRevision);
			case UNRECOGNIZED -> throw Refusal.INVALID_SORT_OPTION.exception();
		};
	}

	private static Comparator<KeyValue> by(ToLongFunction<KeyValue> property) {
		return Comparator.comparingLong(property);
	}

	private static KeyValue withoutValue(KeyValue keyValue) {
		return keyValue.toBuilder().clearValue().build();
	}

}
