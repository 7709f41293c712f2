package io.setpoint.cloud;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.setpoint.Live;
import io.setpoint.acceptance.AcceptanceFollower;
import io.setpoint.acceptance.AcceptedChange;
import io.setpoint.acceptance.TestLocation;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.autoconfigure.SetpointRefreshAutoConfiguration;
import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration;
import org.springframework.cloud.context.config.annotation.RefreshScope;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RefreshScopeUpdate}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RefreshScopeUpdateTests {

	@Test
	void acceptedWhenRecordChangesRecreatesBeansThatTookIt() {
		run((context, location) -> {
			TakesRecord bean = context.getBean(TakesRecord.class);
			int id = bean.id();
			location.change(context, "other/value", "2");
			assertThat(bean.id()).isEqualTo(id);
			location.change(context, "pricing/percent", "2");
			assertThat(bean.percent()).isEqualTo(2);
			assertThat(bean.id()).isNotEqualTo(id);
		});
	}

	@Test
	void acceptedWhenBeanIsRecreatedDestroysTheOldOne() {
		run((context, location) -> {
			TakesRecord bean = context.getBean(TakesRecord.class);
			bean.id();
			int destroyed = TakesRecord.destroyed.get();
			location.change(context, "pricing/percent", "2");
			assertThat(TakesRecord.destroyed).hasValue(destroyed + 1);
		});
	}

	@Test
	void acceptedWhenRecordIsReachedByOtherBeansRecreates() {
		run((context, location) -> {
			Transitive bean = context.getBean(Transitive.class);
			assertThat(bean.percent()).isEqualTo(1);
			location.change(context, "pricing/percent", "2");
			assertThat(bean.percent()).isEqualTo(2);
		});
	}

	@Test
	void acceptedWhenBeanHoldsLiveValueOnlyDoesNotRecreate() {
		run((context, location) -> {
			TakesLive bean = context.getBean(TakesLive.class);
			int id = bean.id();
			location.change(context, "pricing/percent", "2");
			assertThat(bean.id()).isEqualTo(id);
			assertThat(bean.percent()).isEqualTo(2);
		});
	}

	@Test
	void acceptedWhenValuePlaceholderChangesRecreates() {
		run((context, location) -> {
			TakesValues bean = context.getBean(TakesValues.class);
			assertThat(bean.text()).isEqualTo("a-b-c-d");
			location.change(context, "text/one", "A");
			assertThat(bean.text()).isEqualTo("A-b-c-d");
			location.change(context, "text/nested", "B");
			assertThat(bean.text()).isEqualTo("A-B-c-d");
			location.change(context, "text/fallback", "C");
			assertThat(bean.text()).isEqualTo("A-B-C-d");
			location.change(context, "text/spel", "D");
			assertThat(bean.text()).isEqualTo("A-B-C-D");
			int id = bean.id();
			location.change(context, "text/unrelated", "X", "pricing/percent", "2");
			assertThat(bean.id()).isEqualTo(id);
		});
	}

	@Test
	void acceptedWhenPlaceholderOfAnyAnnotationChangesRecreates() {
		run((context, location) -> {
			Annotated bean = context.getBean(Annotated.class);
			for (String property : new String[] { "class", "method", "nested", "parameter" }) {
				int id = bean.id();
				location.change(context, "annotated/" + property, "2");
				assertThat(bean.id()).as(property).isNotEqualTo(id);
			}
			int id = bean.id();
			location.change(context, "annotated/other", "2", "random/value", "2");
			assertThat(bean.id()).isEqualTo(id);
		});
	}

	@Test
	void acceptedWhenBeanTakesEnvironmentRecreatesOnAnyChange() {
		run((context, location) -> {
			TakesEnvironment bean = context.getBean(TakesEnvironment.class);
			int id = bean.id();
			location.change(context, "any/thing", "2");
			assertThat(bean.id()).isNotEqualTo(id);
		});
	}

	@Test
	void acceptedWhenBeanHoldsItsContextRecreatesOnAnyChange() {
		run((context, location) -> {
			HoldsContext bean = context.getBean(HoldsContext.class);
			int id = bean.id();
			location.change(context, "any/thing", "2");
			assertThat(bean.id()).isNotEqualTo(id);
		});
	}

	@Test
	void acceptedWhenFactoryOfBeanLooksUpPropertiesRecreatesWithTheNewOnes() {
		run((context, location) -> {
			ObjectProvider<Found> provider = context.getBeanProvider(Found.class);
			assertThat(provider.getObject().size()).isEqualTo(1);
			location.change(context, "looked/size", "2");
			assertThat(provider.getObject().size()).isEqualTo(2);
		});
	}

	@Test
	void acceptedWhenPropertiesBeanIsScopedItselfRecreatesIt() {
		run((context, location) -> {
			ScopedProperties properties = context.getBean(ScopedProperties.class);
			assertThat(properties.getSize()).isEqualTo(1);
			location.change(context, "scoped/size", "2");
			assertThat(properties.getSize()).isEqualTo(2);
		});
	}

	@Test
	void acceptedWhenBeanHasNoProxyIsRecreatedForTheNextCaller() {
		run((context, location) -> {
			ObjectProvider<WithoutProxy> provider = context.getBeanProvider(WithoutProxy.class);
			WithoutProxy bean = provider.getObject();
			assertThat(provider.getObject()).isSameAs(bean);
			location.change(context, "other/value", "2");
			assertThat(provider.getObject()).isSameAs(bean);
			location.change(context, "pricing/percent", "2");
			assertThat(provider.getObject()).isNotSameAs(bean);
			assertThat(provider.getObject().percent()).isEqualTo(2);
		});
	}

	@Test
	void acceptedWhenRecreationFailsReportsItAndRecovers(CapturedOutput output) {
		run((context, location) -> {
			Fragile bean = context.getBean(Fragile.class);
			assertThat(bean.percent()).isEqualTo(1);
			location.change(context, "pricing/percent", "13");
			assertThat(output).contains("Bean 'scopedTarget.fragile' of the refresh scope was not re-created");
			assertThat(context.getBean(TakesRecord.class).percent()).isEqualTo(13);
			location.change(context, "pricing/percent", "3");
			assertThat(bean.percent()).isEqualTo(3);
		});
	}

	@Test
	void acceptedWhenBeanIsBusyDoesNotHoldUpOthersForever() {
		run((context, location) -> {
			Busy busy = context.getBean(Busy.class);
			CountDownLatch entered = new CountDownLatch(1);
			CountDownLatch leave = new CountDownLatch(1);
			CompletableFuture<Void> call = CompletableFuture.runAsync(() -> busy.call(entered, leave));
			assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
			TakesRecord other = context.getBean(TakesRecord.class);
			other.id();
			location.change(context, "pricing/percent", "2");
			assertThat(other.percent()).isEqualTo(2);
			leave.countDown();
			call.get(60, TimeUnit.SECONDS);
			assertThat(busy.percent()).isEqualTo(2);
		});
	}

	@Test
	void acceptedWhenBeanIsRegisteredLateRecreatesIt() {
		run(WithoutScope.class, (context, location) -> {
			location.change(context, "pricing/percent", "2");
			context.getSourceApplicationContext(GenericApplicationContext.class)
				.registerBean("late", TakesRecord.class, (definition) -> definition.setScope("refresh"));
			ObjectProvider<TakesRecord> late = context.getBeanProvider(TakesRecord.class);
			assertThat(late.getObject().percent()).isEqualTo(2);
			location.change(context, "pricing/percent", "3");
			assertThat(late.getObject().percent()).isEqualTo(3);
		});
	}

	@Test
	void changeConcernsAScopeOnlyIfItHasBeans() {
		run((context, location) -> assertThat(followsAnotherChange(context, location)).isTrue());
		run(WithoutScope.class, (context, location) -> assertThat(followsAnotherChange(context, location)).isFalse());
	}

	private static boolean followsAnotherChange(AssertableApplicationContext context, TestLocation location)
			throws Exception {
		location.change(context, "pricing/percent", "2");
		location.change(context, "pricing/percent", "3");
		return context.getBean(RefreshScopeUpdate.class).follows(context.getBean(Last.class).change);
	}

	private static void run(Scenario scenario) {
		run(Beans.class, scenario);
	}

	private static void run(Class<?> configuration, Scenario scenario) {
		TestLocation location = TestLocation.with("pricing/percent", "1", "other/value", "1", "text/one", "a",
				"text/alias", "${text.nested}", "text/nested", "b", "text/spel", "d", "scoped/size", "1", "looked/size",
				"1");
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class,
					SetpointRefreshAutoConfiguration.class, RefreshAutoConfiguration.class))
			.withUserConfiguration(configuration, Last.class)
			.withInitializer(location)
			.run((context) -> scenario.play(context, location));
	}

	interface Scenario {

		void play(AssertableApplicationContext context, TestLocation location) throws Exception;

	}

	static class Last implements AcceptanceFollower {

		private volatile AcceptedChange change;

		@Override
		public void accepted(AcceptedChange change) {
			this.change = change;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Pricing.class)
	static class WithoutScope {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Pricing.class, Other.class, Looked.class })
	static class Beans {

		@Bean
		@RefreshScope
		TakesRecord takesRecord(Pricing pricing) {
			return new TakesRecord(pricing);
		}

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		Step step(Pricing pricing) {
			return new Step(pricing);
		}

		@Bean
		@RefreshScope
		Transitive transitive(Step step) {
			return new Transitive(step);
		}

		@Bean
		@RefreshScope
		TakesLive takesLive(Live<Pricing> pricing) {
			return new TakesLive(pricing);
		}

		@Bean
		@RefreshScope
		TakesValues takesValues(@Value("${text.fallback:${text.none:c}}") String three) {
			return new TakesValues(three);
		}

		@Bean
		@RefreshScope
		Annotated annotated() {
			return new Annotated();
		}

		@Bean
		@RefreshScope
		TakesEnvironment takesEnvironment(Environment environment) {
			return new TakesEnvironment();
		}

		@Bean
		@RefreshScope
		HoldsContext holdsContext() {
			return new HoldsContext();
		}

		@Bean
		@Scope(scopeName = "refresh", proxyMode = ScopedProxyMode.NO)
		Finder finder() {
			return new Finder();
		}

		@Bean
		@RefreshScope
		@ConfigurationProperties("scoped")
		ScopedProperties scopedProperties() {
			return new ScopedProperties();
		}

		@Bean
		@Scope(scopeName = "refresh", proxyMode = ScopedProxyMode.NO)
		WithoutProxy withoutProxy(Pricing pricing) {
			return new WithoutProxy(pricing.percent());
		}

		@Bean
		@RefreshScope
		Fragile fragile(Pricing pricing) {
			return new Fragile(pricing);
		}

		@Bean
		@RefreshScope
		Busy busy(Pricing pricing) {
			return new Busy(pricing);
		}

	}

	@ConfigurationProperties("pricing")
	record Pricing(int percent) {
	}

	@ConfigurationProperties("other")
	record Other(int value) {
	}

	record Step(Pricing pricing) {
	}

	record WithoutProxy(int percent) {
	}

	static class Counted {

		private static final AtomicInteger count = new AtomicInteger();

		private final int id = count.incrementAndGet();

		int id() {
			return this.id;
		}

	}

	static class TakesRecord extends Counted {

		private static final AtomicInteger destroyed = new AtomicInteger();

		private final @Nullable Pricing pricing;

		TakesRecord(@Nullable Pricing pricing) {
			this.pricing = pricing;
		}

		int percent() {
			return (this.pricing != null) ? this.pricing.percent() : 0;
		}

		@PreDestroy
		void destroy() {
			destroyed.incrementAndGet();
		}

	}

	static class Transitive extends Counted {

		private final Step step;

		Transitive(Step step) {
			this.step = step;
		}

		int percent() {
			return this.step.pricing().percent();
		}

	}

	static class TakesLive extends Counted {

		private final Live<Pricing> pricing;

		TakesLive(Live<Pricing> pricing) {
			this.pricing = pricing;
		}

		int percent() {
			return this.pricing.get().percent();
		}

	}

	static class TakesValues extends Counted {

		@Value("${text.one}")
		private String one = "";

		@Value("${text.alias}")
		private String two = "";

		private final String three;

		private String four = "";

		TakesValues(String three) {
			this.three = three;
		}

		@Value("#{'${text.spel}'.substring(0)}")
		void setFour(String four) {
			this.four = four;
		}

		String text() {
			return String.join("-", this.one, this.two, this.three, this.four);
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface Topic {

		String[] value();

		Topic.Part[] parts() default {};

		@Retention(RetentionPolicy.RUNTIME)
		@interface Part {

			String name();

		}

	}

	@Topic("${annotated.class:1}")
	static class Annotated extends Counted {

		@Value("${random.int:0}")
		private int random;

		@Topic(value = { "plain", "${annotated.method:1}" }, parts = @Topic.Part(name = "#{'${annotated.nested:1}'}"))
		void receive(@Topic("${annotated.parameter:1}") String text) {
			assertThat(text).isEqualTo("" + this.random);
		}

	}

	static class TakesEnvironment extends Counted {

	}

	static class HoldsContext extends Counted implements ApplicationContextAware {

		@Override
		public void setApplicationContext(ApplicationContext context) {
		}

	}

	record Found(int size) {
	}

	/**
	 * Looks up what it needs, as those of Feign do.
	 */
	static class Finder implements FactoryBean<Found>, BeanFactoryAware {

		private @Nullable BeanFactory beanFactory;

		private @Nullable Found found;

		@Override
		public void setBeanFactory(BeanFactory beanFactory) {
			this.beanFactory = beanFactory;
		}

		@Override
		public Found getObject() {
			if (this.found == null) {
				this.found = new Found(Objects.requireNonNull(this.beanFactory).getBean(Looked.class).getSize());
			}
			return this.found;
		}

		@Override
		public Class<?> getObjectType() {
			return Found.class;
		}

	}

	@ConfigurationProperties("looked")
	static class Looked {

		private int size;

		int getSize() {
			return this.size;
		}

		void setSize(int size) {
			this.size = size;
		}

	}

	static class ScopedProperties {

		private int size;

		int getSize() {
			return this.size;
		}

		void setSize(int size) {
			this.size = size;
		}

	}

	static class Fragile {

		private final Pricing pricing;

		Fragile(Pricing pricing) {
			if (pricing != null && pricing.percent() == 13) {
				throw new IllegalStateException("unlucky");
			}
			this.pricing = pricing;
		}

		int percent() {
			return this.pricing.percent();
		}

	}

	static class Busy {

		private final Pricing pricing;

		Busy(Pricing pricing) {
			this.pricing = pricing;
		}

		void call(CountDownLatch entered, CountDownLatch leave) {
			entered.countDown();
			try {
				leave.await(60, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		int percent() {
			return this.pricing.percent();
		}

	}

}
