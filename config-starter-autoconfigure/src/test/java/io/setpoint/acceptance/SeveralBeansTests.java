package io.setpoint.acceptance;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.function.Consumer;

import io.setpoint.Live;
import io.setpoint.Snapshots;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration;
import org.springframework.cloud.context.config.annotation.RefreshScope;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Where a class has several properties beans, {@link Live} is chosen as the bean itself
 * is.
 */
class SeveralBeansTests {

	@Test
	void primaryIsChosen() {
		run(PrimaryPools.class, (context) -> assertThat(size(context)).isEqualTo(2));
	}

	@Test
	void primaryOfRefreshScopeIsChosen() {
		run(ScopedPools.class, (context) -> assertThat(size(context)).isEqualTo(2));
	}

	@Test
	void fallbackIsNotChosen() {
		run(FallbackPools.class, (context) -> assertThat(size(context)).isEqualTo(1));
	}

	@Test
	void beanOfATestTakesThePlaceOfARecord() {
		run(ReplacedRecord.class,
				(context) -> assertThat(context.getBean(ShelfConsumer.class).shelf().get().width()).isEqualTo(77));
	}

	@Test
	void nameOrQualifierChooses() {
		run(QualifiedPools.class, (context) -> {
			Choice choice = context.getBean(Choice.class);
			assertThat(choice.byName().get().getSize()).isEqualTo(1);
			assertThat(choice.byText().get().getSize()).isEqualTo(2);
			assertThat(choice.byAnnotation().get().getSize()).isEqualTo(3);
		});
	}

	@Test
	void snapshotHasTheSameChoice() {
		run(PrimaryPools.class, (context) -> assertThat(snapshot(context).getSize()).isEqualTo(2));
		run(ScopedPools.class, (context) -> assertThat(snapshot(context).getSize()).isEqualTo(2));
		run(FallbackPools.class, (context) -> assertThat(snapshot(context).getSize()).isEqualTo(1));
		run(QualifiedPools.class, (context) -> assertThatIllegalArgumentException().isThrownBy(() -> snapshot(context))
			.withMessageContaining("has more than one bean: [first, second, third]"));
	}

	@Test
	void beanThatIsNoDefaultCandidateIsChosenByItsQualifierOnly() {
		run(UnofferedPools.class, (context) -> {
			Offered offered = context.getBean(Offered.class);
			assertThat(offered.plain().getSize()).isEqualTo(1);
			assertThat(offered.live().get().getSize()).isEqualTo(1);
			assertThat(offered.slow().get().getSize()).isEqualTo(2);
			assertThat(snapshot(context).getSize()).isEqualTo(1);
		});
	}

	@Test
	void noneIsChosenAmongEquals() {
		run(EqualPools.class,
				(context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(NoUniqueBeanDefinitionException.class));
	}

	private static Pool snapshot(AssertableApplicationContext context) {
		return context.getBean(Snapshots.class).current().get(Pool.class);
	}

	private static int size(AssertableApplicationContext context) {
		return context.getBean(PoolConsumer.class).pool().get().getSize();
	}

	private static void run(Class<?> configuration, Consumer<AssertableApplicationContext> assertions) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
			.withUserConfiguration(configuration)
			.withPropertyValues("first.size=1", "second.size=2", "third.size=3")
			.run(assertions::accept);
	}

	@Import(PoolConsumer.class)
	static class PrimaryPools {

		@Bean
		@ConfigurationProperties("first")
		Pool first() {
			return new Pool();
		}

		@Bean
		@Primary
		@ConfigurationProperties("second")
		Pool second() {
			return new Pool();
		}

	}

	@Import({ PoolConsumer.class, RefreshAutoConfiguration.class })
	static class ScopedPools {

		@Bean
		@ConfigurationProperties("first")
		Pool first() {
			return new Pool();
		}

		@Bean
		@Primary
		@RefreshScope
		@ConfigurationProperties("second")
		Pool second() {
			return new Pool();
		}

	}

	@Import(PoolConsumer.class)
	static class FallbackPools {

		@Bean
		@ConfigurationProperties("first")
		Pool first() {
			return new Pool();
		}

		@Bean
		@Fallback
		@ConfigurationProperties("second")
		Pool second() {
			return new Pool();
		}

	}

	@Import(PoolConsumer.class)
	static class EqualPools {

		@Bean
		@ConfigurationProperties("first")
		Pool first() {
			return new Pool();
		}

		@Bean
		@ConfigurationProperties("second")
		Pool second() {
			return new Pool();
		}

	}

	@Import(Choice.class)
	static class QualifiedPools {

		@Bean
		@ConfigurationProperties("first")
		Pool first() {
			return new Pool();
		}

		@Bean
		@Qualifier("slow")
		@ConfigurationProperties("second")
		Pool second() {
			return new Pool();
		}

		@Bean
		@Fast
		@ConfigurationProperties("third")
		Pool third() {
			return new Pool();
		}

	}

	@EnableConfigurationProperties(Shelf.class)
	@Import(ShelfConsumer.class)
	static class ReplacedRecord {

		@Bean
		@Primary
		Shelf shelf() {
			return new Shelf(77);
		}

	}

	@Import(Offered.class)
	static class UnofferedPools {

		@Bean
		@ConfigurationProperties("first")
		Pool first() {
			return new Pool();
		}

		@Bean(defaultCandidate = false)
		@Qualifier("slow")
		@ConfigurationProperties("second")
		Pool second() {
			return new Pool();
		}

		@Bean(autowireCandidate = false)
		@ConfigurationProperties("third")
		Pool third() {
			return new Pool();
		}

	}

	record Offered(Pool plain, Live<Pool> live, @Qualifier("slow") Live<Pool> slow) {

	}

	record PoolConsumer(Live<Pool> pool) {

	}

	record ShelfConsumer(Live<Shelf> shelf) {

	}

	record Choice(@Qualifier("first") Live<Pool> byName, @Qualifier("slow") Live<Pool> byText,
			@Fast Live<Pool> byAnnotation) {

	}

	@Qualifier
	@Retention(RetentionPolicy.RUNTIME)
	@interface Fast {

	}

	@ConfigurationProperties("shelf")
	record Shelf(int width) {

	}

	public static class Pool {

		private int size;

		public int getSize() {
			return this.size;
		}

		public void setSize(int size) {
			this.size = size;
		}

	}

}
