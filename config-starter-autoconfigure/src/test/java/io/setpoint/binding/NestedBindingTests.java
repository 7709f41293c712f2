package io.setpoint.binding;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.setpoint.binding.Outcome.Bound;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A type whose binding asks for another type, which is bound in the midst of it.
 */
class NestedBindingTests {

	private static Runnable nested = () -> {
	};

	@Test
	void bindWhenAnotherTypeIsBoundMeanwhileGoesOnWithItsOwnProperties() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			LocationContent empty = LocationContent.empty("/own/", "etcd:/own/");
			LocationPropertySource location = new LocationPropertySource("etcd:/own/", empty);
			context.getEnvironment().getPropertySources().addFirst(location);
			context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("rest", Map.of("inner.text", "inner")));
			context.registerBean(Outer.class, (definition) -> definition.setLazyInit(true));
			context.registerBean(Inner.class, (definition) -> definition.setLazyInit(true));
			context.refresh();
			LocationContent content = empty.with(List.of(put("/own/outer/first", "1"), put("/own/outer/second", "2")))
				.content();
			BoundTypes types = BoundTypes.of(context.getBeanFactory());
			TypeBinder binder = new TypeBinder(context);
			nested = () -> binder.bind(types.get(Inner.class), (source) -> content);
			Outcome outcome = binder.bind(types.get(Outer.class), (source) -> content);
			assertThat(outcome).isInstanceOfSatisfying(Bound.class, (bound) -> {
				assertThat(((Outer) bound.value()).first).isEqualTo("1");
				assertThat(((Outer) bound.value()).second).isEqualTo("2");
			});
		}
		finally {
			nested = () -> {
			};
		}
	}

	private static Change put(String key, String value) {
		return new Change.Put(new KeyValue(key, value.getBytes(StandardCharsets.UTF_8), 1, 1));
	}

	@ConfigurationProperties("outer")
	static class Outer {

		private @Nullable String first;

		private @Nullable String second;

		@Nullable String getFirst() {
			return this.first;
		}

		void setFirst(String first) {
			this.first = first;
			nested.run();
		}

		@Nullable String getSecond() {
			return this.second;
		}

		void setSecond(String second) {
			this.second = second;
		}

	}

	@ConfigurationProperties("inner")
	record Inner(String text) {
	}

}
